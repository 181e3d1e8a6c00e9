"""What the pages of the laboratory open with: an example whose answer is worth seeing."""

from gmm.ui.link import Link, Settings, open_settings


def _open(data: str, **changes: object) -> Link:
    settings: Settings = open_settings(data)._replace(**changes)  # type: ignore[arg-type]
    return Link(settings)


# By page. A link that names no data set means the page's example.
EXAMPLES: dict[str, Link] = {
    "starts": _open("Old Faithful", k=4),
    "components": _open("Old Faithful"),
    "shapes": _open("Old Faithful", k=3, start_seed=0),
    "density": _open("Old Faithful"),
    "missing": _open("Old Faithful"),
    "climbers": _open("Overlapping clusters", knobs=(("distance", 1.5), ("share", 0.5))),
    "collapse": _open("Old Faithful 1985", k=4, start_seed=2),
}
