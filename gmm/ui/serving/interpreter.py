"""The interpreter of a server that many people ask at once."""

import ast
import gc
from importlib import import_module
from importlib.util import find_spec

from gmm.files import FRAME, PAGES

# New objects between two collections. With Python's 700 a hall of 300 people had the whole memory
# looked through four times in ten seconds, 0.2 s each, in which nobody was answered.
FEWEST_NEW = 10_000


def load_pages() -> None:
    """Load what the pages import, so that the first person who opens one does not wait for it."""
    for script in (FRAME, *sorted(PAGES.glob("*.py"))):
        for node in ast.parse(script.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module and find_spec(node.module):
                import_module(node.module)


def ease() -> None:
    """Leave what is loaded for good out of each collection of garbage, and collect less often.

    A full collection looks at every object that there is, and the modules of a server are most of
    them. They are never garbage.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(FEWEST_NEW, *gc.get_threshold()[1:])
