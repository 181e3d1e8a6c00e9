"""Who may import whom: the engine knows no screen, and each screen library has its own door."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gmm.ui.pages import LABORATORY, USES

ROOT = Path(__file__).resolve().parent.parent
UI = {path.relative_to(ROOT).as_posix() for path in (ROOT / "gmm" / "ui").rglob("*.py")}
DATA = {path.relative_to(ROOT).as_posix() for path in (ROOT / "gmm" / "data").glob("*.py")}
CHARTS = {
    name for name in UI if name.startswith(("gmm/ui/lab/", "gmm/ui/uses/")) and "chart" in name
}
PAGES = {f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}

# What other ways in need as well: a page without a server, a notebook, a command.
BARE = [
    *("gmm.files", "gmm.ui.link", "gmm.ui.carried", "gmm.ui.run", "gmm.ui.run_table"),
    *("gmm.ui.stage.payload", "gmm.ui.stage.script", "gmm.ui.stage.page"),
    *("gmm.ui.command", "gmm.ui.run_command", "gmm.ui.summary"),
    *("gmm.ui.recording", "gmm.ui.course.lessons", "gmm.ui.course.page", "gmm.ui.course.sheet"),
    # What a worker process does: with a screen in it, it would take 100 MB and a second to start.
    *("gmm.ui.recorder", "gmm.ui.worker", "gmm.ui.parcel", "gmm.ui.reopening"),
    *("gmm.ui.course.file", "gmm.ui.takeaway.stills", "gmm.ui.takeaway.worksheet"),
    *("gmm.ui.notebook", "gmm.ui.recorded"),
    *("gmm.ui.course.handouts", "gmm.ui.course.teaching", "gmm.ui.site", "gmm.ui.site.build"),
    # What the laboratory has done there, and the records that its charts are drawn from.
    *(f"gmm.ui.lab.{page}.records" for page in LABORATORY if page != "density"),
    *(f"gmm.ui.lab.density.{name}" for name in ("fitting", "flagging", "draws", "landscape")),
    *("gmm.ui.lab.shapes.fitting", "gmm.ui.lab.shapes.cost"),
    *(f"gmm.ui.uses.{page}.records" for page in USES if (ROOT / "gmm/ui/uses" / page).exists()),
]

# What is imported, and from which files alone.
DOORS = {
    "streamlit": UI | PAGES | {"app.py"},
    "plotly": {"gmm/ui/figures.py"} | CHARTS,
    "matplotlib": {
        f"gmm/ui/takeaway/{name}.py" for name in ("field", "picture", "points", "sheet")
    },
    "segno": {"gmm/ui/takeaway/qr.py"},
    "sklearn": {"gmm/ui/estimators.py"},
    "pandas": DATA | {"gmm/ui/comparison.py"},
    # A tape knows the door of a notebook: it opens it when it is a cell's last value, not before.
    "gmm.ui": UI | PAGES | {"app.py", "gmm/tape.py"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def sources() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "gmm").rglob("*.py")), *(ROOT / "pages").glob("*.py")]


@pytest.mark.parametrize("library", DOORS)
def test_each_library_is_imported_where_it_may_be(library: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        for name in imports(path)
        if name == library or name.startswith(f"{library}.")
    }
    assert found, f"nobody imports {library}: the rule has outlived its reason"
    assert found <= DOORS[library]


def test_pages_never_import_each_other() -> None:
    for path in (ROOT / "pages").glob("*.py"):
        assert not [name for name in imports(path) if name.split(".")[0] == "pages"]


def test_pages_hold_no_maths() -> None:
    for path in (ROOT / "pages").glob("*.py"):
        assert not {"numpy", "scipy", "math"} & set(imports(path))


def test_what_other_ways_in_need_loads_no_screen() -> None:
    script = f"import sys, {', '.join(BARE)}; print('streamlit' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_worker_is_ready_without_what_few_jobs_need() -> None:
    # SciPy takes longer to load than the engine and NumPy together.
    heavy = ("scipy", "pandas", "matplotlib", "markdown_it")
    script = (
        f"import sys, gmm.ui.worker, gmm.ui.run; print([n for n in {heavy} if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_tests_mirror_the_code_file_for_file() -> None:
    # Nothing can be tested of a bare tuple.
    bare = {"gmm/ui/sources/offer.py"}
    code = [path.relative_to(ROOT) for path in (ROOT / "gmm").rglob("*.py")]
    missing = [
        path.as_posix()
        for path in code
        if path.name != "__init__.py" and path.as_posix() not in bare
        if not (ROOT / "tests" / path.relative_to("gmm").with_name(f"test_{path.name}")).exists()
    ]
    assert missing == []
