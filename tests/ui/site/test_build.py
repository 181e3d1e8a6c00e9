"""The whole site: no dead link, small, nothing from elsewhere; and a folder that is safe."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.places import SITE
from gmm.ui.site import build
from gmm.ui.site.build import LIST, build_site, write_files
from gmm.ui.site.frame import SCRIPT, STYLE
from gmm.ui.site.teachers import write_handouts

MOST, MOST_OF_A_PAGE = 7_000_000, 300_000  # bytes


class Page(HTMLParser):
    """What a page of the site leads to, asks for and can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.asked: list[str] = []
        self.kind = ""
        self.data: Any = None
        self.title = ""
        self.lang = ""
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._within = tag
        self.lang = told.get("lang", self.lang)
        self.ids += [told["id"]] if "id" in told else []
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif "src" in told or "href" in told:
            self.asked.append(told.get("src", told.get("href", "")))
        self.kind = told.get("data-kind", self.kind)

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self._within == "script" and data.strip():
            self.data = json.loads(data)
            self.links += _list_addresses(self.data)


def _list_addresses(data: Any) -> list[str]:
    """Where the data of a page lead: addresses by their names, and links in words."""
    if isinstance(data, dict):
        named = [data[name] for name in ("home", "address") if data.get(name)]
        return named + [each for value in data.values() for each in _list_addresses(value)]
    if isinstance(data, list):
        return [each for value in data for each in _list_addresses(value)]
    if isinstance(data, str) and "<a " in data:
        return Page(data).links
    return []


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return write_files()


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, Page]:
    return {name: Page(text.decode()) for name, text in files.items() if name.endswith(".html")}


def test_every_link_leads_to_a_file_and_every_fragment_to_a_place(
    files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    scenes = {SITE.find_lesson(name): len(each.scenes) for _, name, each in list_lessons()}
    followed = 0
    for name, page in pages.items():
        for link in page.links + page.asked:
            address, fragment = urldefrag(link)
            address = address or name
            assert address in files, (name, link)
            if not fragment:
                continue
            if address in scenes and fragment.isdecimal():
                assert 1 <= int(fragment) <= scenes[address], (name, link)
            else:
                assert fragment in pages[address].ids, (name, link)
            followed += 1
    assert followed > 200
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_every_page_can_be_reached(files: dict[str, bytes], pages: dict[str, Page]) -> None:
    found, new = set[str](), [SITE.course]
    while new:
        name = new.pop()
        if name in found:
            continue
        found.add(name)
        if name in pages:
            new += [urldefrag(link)[0] or name for link in pages[name].links + pages[name].asked]
    assert found == set(files)


def test_it_is_small(files: dict[str, bytes], tmp_path: Path) -> None:
    sizes = build.Sizes({name: len(content) for name, content in files.items()})
    print(sizes)
    assert sizes.total < MOST
    assert f"{sizes.total / 1000:,.1f} kB  in {len(files)} files" in str(sizes)
    for name, size in sizes.files.items():
        assert size < MOST_OF_A_PAGE or name == SCRIPT, name


def test_pages_ask_for_nothing_from_elsewhere(
    files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    for name, page in pages.items():
        text = files[name].decode()
        assert "default-src 'none'" in text, name
        assert "'unsafe-eval'" not in text, name
        for asked in page.asked + page.links:
            assert not re.match(r"[a-z]+:|/", asked) or asked.startswith("#"), (name, asked)
    for name in (SCRIPT, STYLE):
        assert not re.search(r"url\(\s*['\"]?(?!data:|#)|@import|fetch\(", files[name].decode())


def test_each_page_has_a_title_of_its_own_and_a_language(pages: dict[str, Page]) -> None:
    assert all(page.lang == "en" for page in pages.values())
    titles = [page.title for name, page in pages.items() if not name.startswith("run-")]
    assert all(titles)
    assert len(titles) == len(set(titles))


def test_each_lesson_and_each_set_has_a_page(pages: dict[str, Page]) -> None:
    for _, name, lesson in list_lessons():
        page = pages[SITE.find_lesson(name)]
        assert (page.kind, page.data["title"]) == ("lesson", lesson.title)
    stages = [page.data for page in pages.values() if page.kind == "stage"]
    titles = {data["title"] for data in stages}
    for name, recipe in DATASETS.items():
        made = recipe.make(300, recipe.opening.data_seed)
        assert f"{made.title}, {len(made.points):,} {made.rows}" in titles, name


def test_where_the_site_is_known_sheets_have_codes_to_scan(files: dict[str, bytes]) -> None:
    name = "04-the-e-step-sheet.html"
    assert b'class="code"' not in files[name]
    known = write_handouts("https://example.org/a/")
    written = str(dict(known)[name])
    assert "https://example.org/a/lesson-the-e-step.html#5" in written


# ------------------------------------------------------------------------------ the folder


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Two files in place of a hundred."""
    written = {"index.html": b"one", "a.html": b"two"}
    monkeypatch.setattr(build, "write_files", lambda address: written)
    return written


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.usefixtures("small")
def test_a_folder_is_made_and_its_site_replaced(tmp_path: Path, small: dict[str, bytes]) -> None:
    folder = tmp_path / "deep" / "site"
    assert build_site(folder).total == 6
    (folder / "notes.txt").write_text("of somebody")
    del small["a.html"]
    small["b.html"] = b"three"
    assert build_site(folder).files == {"index.html": 3, "b.html": 5}
    assert names_in(folder) == {"index.html", "b.html", "notes.txt", LIST}
    assert (folder / "notes.txt").read_text() == "of somebody"


@pytest.mark.usefixtures("small")
def test_a_folder_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(FileExistsError, match=r"has files that are not from Mixtape\. Name a new"):
        build_site(tmp_path)
    assert names_in(tmp_path) == {"index.html"}
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_file_that_was_put_beside_a_site_is_not_overwritten(
    tmp_path: Path, small: dict[str, bytes]
) -> None:
    build_site(tmp_path)
    (tmp_path / "b.html").write_text("mine")
    small["b.html"] = b"ours"
    with pytest.raises(FileExistsError, match=r"b\.html” is not from Mixtape and would be lost"):
        build_site(tmp_path)
    assert (tmp_path / "b.html").read_text() == "mine"


@pytest.mark.usefixtures("small")
def test_hidden_files_are_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    build_site(tmp_path)
    assert ".git" in names_in(tmp_path)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["../mine.txt", "/etc/mine.txt", "..", "deep/mine.txt"])
def test_a_list_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "mine.txt").write_text("mine")
    (folder / LIST).write_text(json.dumps({"files": [name, "deep"]}))
    build_site(folder)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert (folder / "deep" / "mine.txt").read_text() == "mine"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": [3]}', "\x00"])
def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text)
    with pytest.raises(FileExistsError, match=r"cannot be read, so nobody knows"):
        build_site(tmp_path)


@pytest.mark.usefixtures("small")
def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(FileExistsError, match=r"is a file\. Name a folder\."):
        build_site(tmp_path / "site")
