"""What is imported is declared, and a wheel alone is the whole app."""

import ast
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from gmm.ui.course.lessons import list_lessons
from tests.readme import Told, read_commands, read_snippets
from tests.ui.test_command import served

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Asked for by pytest's command line, by the gate and by pandas, and imported by nobody.
BY_NAME = {
    *("mypy", "openpyxl", "ruff", "scipy-stubs", "build"),
    *("pytest-rerunfailures", "pytest-xdist"),
    "httpx2",  # what Starlette's test client speaks
    "ipykernel",  # what executes the notebooks of the tests
}


def _name(text: str) -> str:
    """A distribution's name as package indices compare it."""
    match = re.match(r"[A-Za-z0-9._-]+", text)
    assert match, text
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def _imports(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield from _name_imports(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _name_imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _needed(paths: Iterable[Path]) -> set[str]:
    """The distributions that the imports of these files come from."""
    ours = {"gmm", "pages", "tests", "app", "assets"}
    names = set(_imports(paths)) - set(sys.stdlib_module_names) - ours
    known = packages_distributions()
    return {_name(known[name][0]) if name in known else _name(name) for name in names}


RUNTIME = {_name(line) for line in PROJECT["dependencies"]}
TEST = {_name(line) for line in PROJECT["optional-dependencies"]["test"]}


OURS = [ROOT / "app.py", *(ROOT / "gmm").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
# Asked for by whoever hands in an estimator of it, and so has it.
OPTIONAL = {"scikit-learn": "sklearn"}


def test_what_the_app_imports_is_declared_and_no_more() -> None:
    assert _needed(OURS) - OPTIONAL.keys() == RUNTIME


def test_what_is_optional_is_imported_only_where_it_is_used() -> None:
    for path in OURS:
        at_load = ast.parse(path.read_text(encoding="utf-8")).body
        assert not {*_name_imports(at_load)} & {*OPTIONAL.values()}, path


def test_what_the_tests_import_is_declared_and_no_more() -> None:
    needed = _needed((ROOT / "tests").rglob("*.py"))
    assert needed <= RUNTIME | TEST
    assert TEST - needed <= BY_NAME


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from a source archive of this checkout by the backend itself."""
    folder = tmp_path_factory.mktemp("wheel")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, tracked):  # elsewhere: a build leaves files beside its sources
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            copy = folder / "checkout" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", folder, folder / "checkout"],
        capture_output=True,
        check=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_all_that_the_app_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    carried = [
        ROOT / "app.py",
        ROOT / ".streamlit" / "config.toml",
        *(ROOT / "pages").glob("*.py"),
        *(path for path in (ROOT / "assets" / "stage").rglob("*") if path.is_file()),
        *(ROOT / "assets").glob("*.json"),
        *(ROOT / "assets").glob("*.svg"),
        *(ROOT / "assets" / "data").glob("*.csv"),
    ]
    assert {f"gmm/carried/{path.relative_to(ROOT).as_posix()}" for path in carried} <= names
    assert "gmm/ui/serving/nginx.conf.template" in names
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "gmm").rglob("*.py")}
    assert code <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"gmm"}


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel alone, installed; what it depends on is there, this checkout is not."""
    site = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", site, wheel], check=True)
    return site


def run_installed(
    site: Path, folder: Path, *command: str, status: int = 0
) -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder where nothing but the installed wheel can be found."""
    run = subprocess.run(
        command,
        cwd=folder,
        env={
            "PYTHONPATH": str(site),
            "HOME": str(folder),
            "PATH": f"{site / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == status, run.stderr
    return run


def run_code(site: Path, folder: Path, code: str) -> str:
    """What Python prints, which finds the installed package and no other."""
    lines = f"import gmm\nassert gmm.__file__.startswith({str(site)!r}), gmm.__file__\n{code}"
    return run_installed(site, folder, sys.executable, "-c", lines).stdout


@pytest.mark.parametrize("told", read_commands(), ids=lambda told: told.typed)
def test_the_wheel_alone_does_what_the_readme_types(site: Path, tmp_path: Path, told: Told) -> None:
    name, *arguments = shlex.split(told.typed)
    run = run_installed(site, tmp_path, str(site / "bin" / name), *arguments)
    assert run.stderr == ""
    assert told.printed in (None, run.stdout)
    made = [tmp_path / each for each in arguments if (tmp_path / each).exists()]
    assert len(made) == ("--html" in arguments or arguments[0] == "site")
    for path in made:
        page = path / "index.html" if path.is_dir() else path
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
        files = [each for each in path.rglob("*") if each.is_file()]
        assert sum(each.stat().st_size for each in files) < 7_000_000
        assert (len(files) > 30) == path.is_dir()


def test_the_wheel_alone_reads_a_table_and_says_what_is_wrong(site: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("height;weight\n1,5;20\n1,7;30\n1,2;11\n1,9;33\n")
    mixtape = str(site / "bin" / "mixtape")
    run = run_installed(site, tmp_path, mixtape, "run", "own.csv", "--json", "own.json")
    assert (tmp_path / "own.json").is_file()
    run = run_installed(site, tmp_path, mixtape, "run", "own.json")
    assert "own.csv, a recorded run: height, weight" in run.stdout
    run = run_installed(site, tmp_path, mixtape, "run", "own.csv", "-k", "9", status=1)
    assert run.stderr.startswith("mixtape run: ")
    assert "Traceback" not in run.stderr


def test_the_wheel_alone_puts_the_stage_into_a_notebook(site: Path, tmp_path: Path) -> None:
    table = tmp_path / "assets" / "data" / "penguins.csv"
    table.parent.mkdir(parents=True)
    table.write_bytes((site / "gmm" / "carried" / "assets" / "data" / table.name).read_bytes())
    snippet = next(told for told in read_snippets() if "gmm.ui.notebook" in told.typed)
    looks = """
import sys
for cell in (tape, show(tape), watch(GaussianMixture(3, random_state=0), bills)):
    html = cell._repr_html_()
    assert "srcdoc=" in html and "sandbox=" in html, html[:200]
assert "streamlit" not in sys.modules
"""
    assert run_code(site, tmp_path, snippet.typed + looks) == snippet.printed


def test_the_wheel_alone_gives_a_lesson_as_a_file(site: Path, tmp_path: Path) -> None:
    code = """
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.packing import give_lesson_for_a_disk
from gmm.ui.course.page import lesson_page
entry = list_lessons()[0]
page = lesson_page(give_lesson_for_a_disk(entry.name))
assert page.startswith("<!doctype html>") and entry.lesson.title in page
print(len(list_lessons()))
"""
    assert run_code(site, tmp_path, code) == f"{len(list_lessons())}\n"


def test_an_installed_wheel_starts_from_any_folder(site: Path, tmp_path: Path) -> None:
    command = [str(site / "bin" / "mixtape")]
    with served(command, tmp_path, PYTHONPATH=str(site)):
        pass
    looks = """
import json
from streamlit import config
from streamlit.testing.v1 import AppTest
from gmm.files import APP, FRAME
config._main_script_path = str(APP)
config.get_config_options(force_reparse=True)
page = AppTest.from_file(str(FRAME), default_timeout=30).run()
print(json.dumps({
    "app": str(APP),
    "errors": len(page.exception) + len(page.error),
    "widgets": len(page.selectbox),
    "accent": config.get_option("theme.light.primaryColor"),
    "details": config.get_option("client.showErrorDetails"),
}))
"""
    answer = run_installed(site, tmp_path, sys.executable, "-c", looks)
    seen = json.loads(answer.stdout.splitlines()[-1])
    ours = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert seen["app"] == str(site / "gmm" / "carried" / "app.py")
    assert seen["errors"] == 0
    assert seen["widgets"] > 0
    assert seen["accent"] == ours["theme"]["light"]["primaryColor"]
    assert seen["details"] == "none"
