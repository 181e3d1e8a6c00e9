"""The page on an image's colours as Streamlit runs it, without a browser."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.uses.colours.page import NO_PICTURE, ONE_COLOUR, OWN


def open_colours(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "colours.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(each.value for each in found).replace("\\", "")


def bring(app: AppTest, image: Image.Image | bytes, name: str = "mine.png") -> AppTest:
    content = image if isinstance(image, bytes) else save(image)
    uploader: Any = app.file_uploader[0]
    uploader.set_value((name, content, "image/png")).run()
    assert not app.exception
    return app


def save(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_colours()


def test_it_opens_with_its_answer_and_the_numbers(page: AppTest) -> None:
    said = texts(page)
    assert "The mixture finds the painted regions better (adjusted Rand 0.890 against 0.66" in said
    assert "k-means has the smaller colour error (7.51 against 8.82)" in said
    assert [metric.label for metric in page.metric] == [
        "Mixture, soft",
        "Mixture, hard",
        "k-means (best)",
    ]
    assert [metric.value for metric in page.metric] == ["8.82", "8.87", "7.51"]
    assert "Simulated by us" in said
    assert "4,000 of the 31,104 pixels" in said
    assert "the component of the sky also holds the pond" in said
    assert len(page.get("plotly_chart")) == 2


def test_every_picture_says_what_it_shows(page: AppTest) -> None:
    pictures = [each for block in page.get("image") for each in block.proto.imgs]
    assert len(pictures) == 8
    assert all(each.alt for each in pictures)


def test_the_pictures_go_with_the_iterations(page: AppTest) -> None:
    app = open_colours(pictures_at="1")
    said = texts(app)
    assert "(7.51 against 8.82)" in said  # the answer is that of the end
    assert app.select_slider[0].value == "1"
    app.select_slider[0].set_value("0").run()
    assert not app.exception
    few = open_colours(pictures_at="30", colours="2")
    assert few.select_slider[0].value in few.select_slider[0].options


def test_a_mask_of_a_component_that_is_no_more_is_that_of_the_last() -> None:
    app = open_colours(colours="6", mask="6")
    assert app.number_input(key="mask").value == 6
    app.slider(key="colours").set_value(3).run()
    assert not app.exception
    assert app.number_input(key="mask").value == 3


def test_with_position_the_sentences_are_others() -> None:
    said = texts(open_colours(with_position="true", colours="5"))
    assert "Here the adjusted Rand index is" in said
    assert "Position is not used" not in said
    assert "The fit sees colours only" not in said
    assert "distances in colour and place together" in said
    assert "nor is the place in the picture" in said


def test_a_picture_of_ones_own_has_a_fit_and_no_regions() -> None:
    app = open_colours(picture=OWN)
    assert NO_PICTURE in [each.value for each in app.info]
    rng = np.random.default_rng(0)
    app = bring(app, Image.fromarray(rng.integers(0, 256, (30, 40, 3)).astype(np.uint8)))
    said = texts(app)
    assert "7 colours: " in said
    assert "all 1,200 pixels" in said
    assert "adjusted Rand" not in said
    assert len(app.metric) == 3
    app.toggle[0].set_value(True).run()
    assert not app.exception


def test_few_colours_make_k_smaller_and_one_is_told() -> None:
    app = open_colours(picture=OWN)
    flag = Image.new("RGB", (9, 6), "white")
    flag.paste((200, 0, 0), (0, 0, 3, 6))
    app = bring(app, flag)
    assert "have 2 different colours, so K is 2" in texts(app)
    assert [metric.value for metric in app.metric][2] == "0.00"
    for size in ((1, 1), (50, 20)):
        app = bring(app, Image.new("RGB", size, (9, 9, 200)))
        assert ONE_COLOUR in [each.value for each in app.info]
        assert "Where it fails" in texts(app)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n\0\0", b"GIF89a"])
def test_what_is_no_picture_gets_a_sentence(content: bytes) -> None:
    app = bring(open_colours(picture=OWN), content, "bad*name*.png")
    (error,) = app.error
    assert "bad*name*.png" in error.value.replace("\\", "")
