"""What the pages of the laboratory open with: an example whose answer is worth seeing."""

from gmm.ui.link import Link, Settings, open_settings


def _open(data: str, **changes: object) -> Link:
    settings: Settings = open_settings(data)._replace(**changes)  # type: ignore[arg-type]
    return Link(settings)


# By page. A link that names no data set means the page's example.
EXAMPLES: dict[str, Link] = {
    "starts": _open("Old Faithful", k=4),
    "components": _open("Old Faithful"),
    "shapes": _open("Old Faithful"),
    "density": _open("Old Faithful"),
    "missing": _open("Old Faithful"),
    "climbers": _open("Old Faithful", k=3),
    "collapse": _open("Old Faithful", k=4),
}
