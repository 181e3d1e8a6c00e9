"""Sheets: words in their place, files that are the same twice, nothing left behind for others."""

import io
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET

import matplotlib
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.sheet import (
    Area,
    Sheet,
    draw_line,
    keep_printable,
    make_sheet,
    measure_end,
    measure_width,
    prepare_pixels,
    shorten,
    take_turns,
    write,
)
from gmm.ui.takeaway.stills import KINDS, draw_still
from gmm.ui.takeaway.worksheet import write_worksheet
from tests.ui.takeaway.readers import near, pixels, texts
from tests.ui.takeaway.runs import WAITING, run_of

THEME = read_themes()[0]


def test_the_same_still_twice_is_the_same_file() -> None:
    for kind in KINDS:
        assert draw_still(run_of(), 3, kind) == draw_still(run_of(), 3, kind)


@pytest.mark.filterwarnings("ignore:Glyph")
@settings(max_examples=5, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_names_can_be_drawn(title: str, file: str, column: str) -> None:
    run = run_of()
    dataset = run.dataset._replace(title=title, columns=(column, column))
    run = run._replace(dataset=dataset, file=file)
    ET.fromstring(draw_still(run, 1, "svg"))
    pypdf.PdfReader(io.BytesIO(draw_still(run, 1, "pdf"))).pages[0].extract_text()


def test_names_of_any_length_stay_in_their_place() -> None:
    run = run_of()
    dataset = run.dataset._replace(title="W$x^" * 90, columns=("wide " * 60, "W" * 90))
    run = run._replace(dataset=dataset, file="m " * 300)
    picture = pixels(run, 2)
    assert near(picture[:, :40], read_themes()[0].paper)  # left of everything but ticks
    assert near(picture[60:100, -40:], read_themes()[0].paper)
    words = texts(draw_still(run, 2, "svg"))
    assert sum(text.endswith("…") for text in words) == 6
    assert "M-step 1" in words


def test_threads_do_not_disturb_each_other() -> None:
    run, other = run_of(), run_of(*WAITING)
    expected = {kind: draw_still(run, 3, kind) for kind in ("png", "svg")}
    expected |= {f"{kind} 2": draw_still(other, 2, kind) for kind in ("pdf", "svg")}
    got: dict[str, bytes] = {}

    def draw(key: str) -> None:
        kind = key.split()[0]
        got[key] = draw_still(other, 2, kind) if key.endswith("2") else draw_still(run, 3, kind)

    threads = [threading.Thread(target=draw, args=(key,)) for key in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == expected


def test_matplotlibs_settings_stay_as_they_were_and_pyplot_is_not_there() -> None:
    before = dict(matplotlib.rcParams)
    draw_still(run_of(), 1, "svg")
    write_worksheet(run_of())
    assert dict(matplotlib.rcParams) == before
    script = "import sys, gmm.ui.takeaway.stills; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_words_are_shortened_to_their_room_and_no_further() -> None:
    with take_turns():
        sheet = blank()
        text = write(sheet, 20, 30, "A rather long title of a data set", THEME.ink)
        whole = measure_end(text)
        assert measure_width(text) == pytest.approx(whole - 20, abs=1)
        shorten(text, whole)
        assert not text.get_text().endswith("…")
        shorten(text, whole - 40)
        assert text.get_text().endswith("…")
        assert whole - 100 < measure_end(text) <= whole - 39
        shorten(text, whole, room=60)
        assert measure_width(text) <= 60


@given(st.text())
def test_any_words_are_one_printable_line(words: str) -> None:
    line = keep_printable(words)
    assert line.isprintable()
    assert line == line.strip() == keep_printable(line)


def test_what_is_drawn_over_a_ground_leaves_it_as_it_was() -> None:
    with take_turns():
        sheet = blank()
        draw_line(sheet, [0, 200], [10, 10], THEME.ink, 4)
        take_picture = prepare_pixels(sheet)
        ground, over, again = (
            take_picture(draw)
            for draw in (
                lambda: None,
                lambda: draw_line(sheet, [0, 200], [50, 50], THEME.accent, 4),
                lambda: None,
            )
        )
    assert near(ground[10, 100] / 255, THEME.ink)
    assert near(over[10, 100] / 255, THEME.ink)
    assert near(over[50, 100] / 255, THEME.accent)
    assert (again == ground).all()


def test_what_is_put_into_an_area_stays_in_it() -> None:
    with take_turns():
        sheet = blank()
        draw_line(sheet, [0, 200], [50, 50], THEME.ink, 8, Area(60, 20, 140, 80))
        row = prepare_pixels(sheet)(lambda: None)[50] / 255
    assert near(row[64:136], THEME.ink)
    assert near(row[:58], THEME.paper)
    assert near(row[142:], THEME.paper)


def blank() -> Sheet:
    return make_sheet((200, 100), THEME)
