"""What is imported is declared, and a wheel alone is the whole app."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.ui.test_command import served

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Asked for by pytest's command line, by the gate and by pandas, and imported by nobody.
BY_NAME = {
    *("mypy", "openpyxl", "ruff", "scipy-stubs", "build"),
    *("pytest-rerunfailures", "pytest-xdist"),
    "httpx2",  # what Starlette's test client speaks
}


def _name(text: str) -> str:
    """A distribution's name as package indices compare it."""
    match = re.match(r"[A-Za-z0-9._-]+", text)
    assert match, text
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def _imports(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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


def test_what_the_app_imports_is_declared_and_no_more() -> None:
    folders = [*(ROOT / "gmm").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    assert _needed([ROOT / "app.py", *folders]) == RUNTIME


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


def test_an_installed_wheel_starts_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", site, wheel], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = [str(site / "bin" / "mixtape")]
    with served(command, elsewhere, PYTHONPATH=str(site)):
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
    answer = subprocess.run(
        [sys.executable, "-c", looks],
        cwd=elsewhere,
        env={"PYTHONPATH": str(site), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(answer.stdout.splitlines()[-1])
    ours = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert seen["app"] == str(site / "gmm" / "carried" / "app.py")
    assert seen["errors"] == 0
    assert seen["widgets"] > 0
    assert seen["accent"] == ours["theme"]["light"]["primaryColor"]
    assert seen["details"] == "none"
