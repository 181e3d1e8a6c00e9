"""A function by its name is loaded where it is called."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import gmm
from gmm.ui.elsewhere import Elsewhere
from gmm.ui.parcel import unwrap, wrap

FOLDER = Path(gmm.__file__).parent


def everywhere() -> Iterator[Elsewhere]:
    for path in sorted(FOLDER.rglob("*.py")):
        if "Elsewhere(" in path.read_text(encoding="utf-8") and path.name != "elsewhere.py":
            name = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts)
            named = vars(import_module(name)).values()
            yield from (each for each in named if isinstance(each, Elsewhere))


@pytest.mark.parametrize("function", list(everywhere()), ids=lambda each: each.name)
def test_each_name_is_that_of_a_function(function: Elsewhere) -> None:
    assert callable(getattr(import_module(function.module), function.name))


def test_it_is_called_with_what_it_is_given() -> None:
    assert Elsewhere("math", "hypot")(3, 4) == 5
    assert Elsewhere("builtins", "sorted")([1, 2], reverse=True) == [2, 1]


def test_to_name_and_to_send_it_loads_nothing() -> None:
    script = (
        "import sys; from gmm.ui.elsewhere import Elsewhere; "
        "from gmm.ui.parcel import unwrap, wrap; "
        "there = unwrap(wrap(Elsewhere('sched', 'scheduler'))); before = 'sched' in sys.modules; "
        "there(); print(before, 'sched' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False True\n"
    assert unwrap(wrap(Elsewhere("a", "b"))) == Elsewhere("a", "b")
