"""All files of the site, and the folder that they are written to."""

import json
from pathlib import Path
from typing import NamedTuple

from gmm.ui.course.places import SITE
from gmm.ui.site.frame import GLOSSARY, TEACHERS
from gmm.ui.site.glossary import write_glossary
from gmm.ui.site.lessons import write_course, write_lessons
from gmm.ui.site.runs import write_gallery, write_linked_runs
from gmm.ui.site.shared import write_shared
from gmm.ui.site.teachers import write_handouts, write_teachers

LIST = "mixtape-site.json"  # in the folder: which of its files are ours


class Sizes(NamedTuple):
    """How large a site is.

    Attributes
    ----------
    files : dict of str to int
        Bytes of each file, by its name.
    """

    files: dict[str, int]

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(self.files.values())

    def __str__(self) -> str:
        lines = [f"{size / 1000:10,.1f} kB  {name}" for name, size in self.files.items()]
        return "\n".join([*lines, f"{self.total / 1000:10,.1f} kB  in {len(self.files)} files"])


def build_site(folder: Path, address: str = "") -> Sizes:
    """Write the site into a folder.

    Parameters
    ----------
    folder : Path
        New, empty, or with an earlier site of ours, whose files make room for these. Hidden files
        stay, and so does what somebody has put beside a site.
    address : str
        Where the folder will be served, such as "https://example.org/mixtape/": sheets then have
        codes to scan. "" where that is not known.

    Raises
    ------
    FileExistsError
        If something of somebody else is in the way. Nothing is written then.
    """
    earlier = _check(folder)
    files = write_files(address)
    for name in sorted({*files, LIST} - earlier):
        if (folder / name).exists() or (folder / name).is_symlink():
            raise FileExistsError(
                f"“{folder / name}” is not from Mixtape and would be lost. Move it away, or name "
                "another folder."
            )
    folder.mkdir(parents=True, exist_ok=True)
    # A build that breaks off leaves nothing that the next one would take for somebody else's.
    _write_list(folder, {*files, *earlier})
    for name in earlier - {*files, LIST}:
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    _write_list(folder, set(files))
    return Sizes({name: len(content) for name, content in files.items()})


def write_files(address: str = "") -> dict[str, bytes]:
    """Write all files of the site, by their names.

    Parameters
    ----------
    address : str
        As `build_site` has it.
    """
    files: dict[str, str | bytes] = {**write_shared()}
    files[SITE.course] = write_course()
    files |= write_lessons()
    files |= write_gallery()
    files[GLOSSARY] = write_glossary()
    files[TEACHERS] = write_teachers(address)
    files |= write_linked_runs(set(files))
    files |= write_handouts(address)
    return {
        name: written.encode() if isinstance(written, str) else written
        for name, written in files.items()
    }


def _check(folder: Path) -> set[str]:
    """Which files of a folder are an earlier site's; it is refused where it is somebody else's."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"“{folder}” is a file. Name a folder.")
    if (folder / LIST).is_file():
        return _read_list(folder)
    if folder.exists() and any(not each.name.startswith(".") for each in folder.iterdir()):
        raise FileExistsError(
            f"“{folder}” has files that are not from Mixtape. Name a new folder, or an empty one."
        )
    return set()


def _read_list(folder: Path) -> set[str]:
    """The files of an earlier site: names alone, whatever a list says."""
    try:
        told = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
        names = {name for name in told if Path(name).name == name and name not in (".", "..")}
    except (OSError, ValueError, TypeError, KeyError):
        raise FileExistsError(
            f"“{folder / LIST}” cannot be read, so nobody knows which files are from Mixtape. "
            "Name a new folder, or an empty one."
        ) from None
    return {name for name in names if not (folder / name).is_dir()} | {LIST}


def _write_list(folder: Path, names: set[str]) -> None:
    told = {"about": "Files that Mixtape wrote, and replaces.", "files": sorted(names - {LIST})}
    (folder / LIST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
