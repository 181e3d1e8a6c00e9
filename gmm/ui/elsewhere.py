"""A function by its name: loaded where it is called, which is not where it is planned."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Elsewhere:
    """What a job does (`gmm.ui.recorder`), for a server that never does it itself.

    Drawing and lessons stand on libraries that take longer to load than all that a page needs.

    Attributes
    ----------
    module, name : str
        Where the function is, and what it is called there.
    """

    module: str
    name: str

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Load the function, and call it."""
        return getattr(import_module(self.module), self.name)(*arguments, **named)
