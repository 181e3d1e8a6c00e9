"""The page on a video's background as Streamlit runs it, without a browser."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from gmm.cases.clip import CALM, SCENES, STOPPING, STREET, SUN, make_clip
from gmm.files import PAGES
from gmm.online import Adaptation
from gmm.ui.numbers import write_fixed
from gmm.ui.uses.background.page import OWN, OWN_FIRST
from gmm.ui.uses.background.records import score_scene


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "background.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(each.value for each in found).replace("\\", "")


def html(app: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in app.get("html"))


def save(pictures: list[Image.Image], kind: str = "GIF") -> bytes:
    out = BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}
    pictures[0].save(out, kind, **more)
    return out.getvalue()


def bring(content: bytes, name: str = "own.gif", **query: str) -> AppTest:
    app = open_page(film=OWN, **query)
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_page()


def test_it_opens_with_its_answer_beside_the_simpler_ways(page: AppTest) -> None:
    scores = [write_fixed(each.f1, 2) for each in score_scene(STREET, 0, Adaptation())]
    said = texts(page)
    assert f"The mixture finds the walker best: F1 {scores[0]}, against {scores[1]} for" in said
    assert [metric.value for metric in page.metric] == scores
    assert "(best)" in page.metric[0].label
    assert "**Simulated by us**" in said
    heads = [each.value for each in page.markdown if each.value.startswith("## ")]
    assert heads == [
        "## The data",
        "## The fit",
        "## What it is worth",
        "## Where it fails",
        "## What to read",
    ]
    assert len(page.get("plotly_chart")) == 4


def test_the_film_the_truth_and_three_masks_stand_beside_each_other(page: AppTest) -> None:
    body = html(page)
    assert body.count("<img class='shown' src='data:image/png;base64,") == 5
    assert "Frame" in page.slider(key="film_frame").label
    for told in ("The film.", "The truth.", "Mixture.", "One Gaussian.", "Median."):
        assert f"<span class='title'>{told}</span>" in body


def test_another_frame_and_playing_show_other_pictures() -> None:
    app = open_page()
    before = html(app)
    app.slider(key="film_frame").set_value(100).run()
    assert "The film: frame 100." in html(app) != before
    assert "After frame 100 its components" in texts(app)
    app.toggle(key="play-film").set_value(True).run()
    assert not app.exception
    assert html(app).count("background-size:100% 18000%") == 5


@pytest.mark.parametrize("scene", SCENES)
def test_every_film_has_an_answer_that_is_its_own(scene: str) -> None:
    app = open_page(film=scene, film_seed="2", film_k="4", film_alpha="0.02", film_share="0.8")
    scores = score_scene(scene, 2, Adaptation(k=4, alpha=0.02, share=0.8))
    written = [write_fixed(each.f1, 2) for each in scores]
    assert [metric.value for metric in app.metric] == written
    best = [at for at, metric in enumerate(app.metric) if "(best)" in metric.label]
    assert len(best) == 3 or all(float(written[at]) == max(map(float, written)) for at in best)


def test_where_a_simple_way_wins_the_page_says_so() -> None:
    assert "Here one Gaussian for each pixel finds the walker best" in texts(open_page(film=SUN))
    said = texts(open_page(film=CALM))
    assert "Here all three methods find the walker equally well: F1 1.00." in said


def test_one_component_is_explained() -> None:
    assert "With K = 1 a new value replaces the only component" in texts(open_page(film_k="1"))


def test_the_address_says_which_pixel_and_another_film_has_one_of_its_own() -> None:
    app = open_page(pixel_x="5", pixel_y="7", film_frame="90")
    assert (app.number_input(key="pixel_x").value, app.number_input(key="pixel_y").value) == (5, 7)
    assert app.slider(key="film_frame").value == 90
    app.selectbox(key="film").set_value(STOPPING).run()
    assert not app.exception
    assert app.number_input(key="pixel_x").value != 5
    assert app.slider(key="film_frame").value == 90


def test_a_number_out_of_the_film_is_none(page: AppTest) -> None:
    usual = page.number_input(key="pixel_x").value
    app = open_page(pixel_x="4000", pixel_y="-3", film_frame="999", film_k="77")
    assert app.number_input(key="pixel_x").value == usual
    assert app.slider(key="film_frame").value == page.slider(key="film_frame").value


def test_other_films_and_settings_can_be_tried() -> None:
    app = open_page(more_films="true", more_settings="true")
    assert "In 8 of 8 other films the mixture has the highest F1." in texts(app)
    body = html(app)
    assert "K = 5, ρ = α · density" in body


@pytest.mark.parametrize(
    ("which", "told"),
    [
        (None, "rounded up, is **9 frames**. In this film it took **9 frames**"),
        (SUN, "When the sun comes out every pixel changes at once"),
        ("A walker with a shadow", "of the shadow foreground, one Gaussian"),
    ],
)
def test_where_it_fails_is_shown(which: str | None, told: str) -> None:
    app = open_page(**({} if which is None else {"film_fails": which}))
    assert told in texts(app).split("## Where it fails")[1]


def test_an_own_film_is_watched_and_not_scored() -> None:
    frames = make_clip(STREET, 0).frames[60:120]
    app = bring(save([Image.fromarray(frame) for frame in frames]))
    said = texts(app)
    assert "is not known, so nobody can score a method" in said
    assert "**Your own film**: 60 frames of 96 × 64 grey pixels." in said
    assert html(app).count("<img class='shown'") == 4
    assert "(best)" not in "".join(metric.label for metric in app.metric)
    assert app.slider(key="film_frame").max == 60
    app.toggle(key="play-film").set_value(True).run()
    assert not app.exception


def test_before_a_film_is_brought_the_page_asks_for_one() -> None:
    app = open_page(film=OWN)
    assert [each.value for each in app.info] == [OWN_FIRST]
    assert "Where it fails" in texts(app)


def test_several_pictures_are_a_film_in_the_order_of_their_names() -> None:
    app = open_page(film=OWN)
    files = [
        (f"frame{at}.png", save([Image.new("L", (12, 9), 10 * at)], "PNG"), "image/png")
        for at in range(12)
    ]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert app.slider(key="film_frame").max == 12
    app.slider(key="film_frame").set_value(11).run()
    assert "The value there is 100:" in texts(app)


@pytest.mark.parametrize(
    ("size", "levels", "told"),
    [
        ((1, 1), range(40, 60), "On the stage are the same 20 values"),
        ((30, 20), [80] * 15, "is not known"),
        ((7, 5), [80, 81] * 8, "so there is nothing to fit with K = 3. Choose another pixel."),
    ],
)
def test_tiny_and_still_films_are_fine(size: tuple[int, int], levels: list[int], told: str) -> None:
    files = [
        (f"f{at}.png", save([Image.new("L", size, level)], "PNG"), "image/png")
        for at, level in enumerate(levels)
    ]
    app = open_page(film=OWN, pixel_x="90", pixel_y="60")
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert told in texts(app)


def test_a_smaller_film_after_a_larger_one_has_a_pixel_and_a_frame_of_its_own() -> None:
    rng = np.random.default_rng(0)
    app = open_page(pixel_x="96", pixel_y="64")
    app.selectbox(key="film").set_value(OWN).run()
    noise = [Image.fromarray(rng.integers(0, 255, (5, 6), dtype=np.uint8)) for _ in range(12)]
    app.file_uploader[0].upload("small.gif", save(noise)).run()
    assert not app.exception
    assert app.number_input(key="pixel_x").value in range(1, 7)
    assert app.slider(key="film_frame").value == 12


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.gif", b"", "none.gif is empty"),
        ("text.gif", b"GIF89a but not really", "text.gif"),
        ("one.png", save([Image.new("RGB", (9, 9))], "PNG"), "There is one picture in one.png"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(name: str, content: bytes, told: str) -> None:
    app = bring(content, name)
    (error,) = app.error
    assert told in error.value.replace("\\", "")
