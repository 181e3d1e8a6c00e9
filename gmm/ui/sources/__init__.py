"""Where points come from: a file for each kind of source, and all of them in one table.

`offer(link, page)` puts the source's own controls on the page and gives what it has.
"""

from collections.abc import Callable

from gmm.data.datasets import DATASETS
from gmm.ui.link import DRAW, PASTE, UPLOAD, Link
from gmm.ui.sources import bundled, drawn, generated, pasted, uploaded
from gmm.ui.sources.offer import Offer

SOURCES: dict[str, Callable[[Link, str], Offer]] = {
    **{
        name: generated.offer if recipe.generated else bundled.offer
        for name, recipe in DATASETS.items()
    },
    DRAW: drawn.offer,
    PASTE: pasted.offer,
    UPLOAD: uploaded.offer,
}
