"""The interpreter of a server that many people ask at once."""

import ast
import gc
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from gmm.files import FRAME, PAGES

# What the first page needs, and what is loaded after it: with all of it at once the first person
# would wait twice as long.
FIRST = (FRAME, PAGES / "playground.py")
LATER = tuple(page for page in sorted(PAGES.glob("*.py")) if page not in FIRST)
# What pages load where it is asked for, and would have everybody wait for: pandas.
ASKED_FOR = ("gmm.ui.sources.columns", "gmm.ui.takeaway.dialog")

# New objects between two collections. With Python's 700 a hall of 300 people had the whole memory
# looked through four times in ten seconds, 0.2 s each, in which nobody was answered.
FEWEST_NEW = 10_000


def load(scripts: Iterable[Path], modules: Iterable[str] = ()) -> None:
    """Load what pages import, so that the first person who opens one does not wait for it.

    Parameters
    ----------
    scripts : iterable of Path
        The pages.
    modules : iterable of str
        Others to load after them.
    """
    for script in scripts:
        for node in ast.parse(script.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module and find_spec(node.module):
                import_module(node.module)
    for module in modules:
        import_module(module)


def ease() -> None:
    """Leave what is loaded for good out of each collection of garbage, and collect less often.

    A full collection looks at every object that there is, and the modules of a server are most of
    them. They are never garbage.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(FEWEST_NEW, *gc.get_threshold()[1:])
