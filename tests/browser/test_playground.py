"""The playground page in Chromium: layout, links, uploads, and everything by keyboard."""

import re

import pytest

from gmm.data.datasets import DATASETS
from tests.browser.conftest import Opener, Visit
from tests.present import present

CSV = "height,weight\n" + "\n".join(f"{150 + i},{50 + (i * 7) % 23}" for i in range(40))
OTHER = "a;b\n1,5;2\n3,5;9\n8;7,25\n9;1\n4;4\n"


def query(seen: Visit) -> str:
    search: str = seen.page.evaluate("location.search")
    return search


def choose(seen: Visit, label: str, option: str) -> None:
    seen.page.get_by_role("combobox", name=label).click()
    seen.page.get_by_role("option", name=option, exact=True).click()


def wait_query(seen: Visit, pattern: str) -> None:
    seen.page.wait_for_function(f"() => /{pattern}/.test(location.search)", timeout=5000)


def wait_title(seen: Visit, text: str) -> None:
    seen.stage.locator(".title").get_by_text(re.compile(text)).wait_for(timeout=15_000)


def choose_upload(seen: Visit, name: str, content: str | bytes) -> None:
    content = content.encode() if isinstance(content, str) else content
    seen.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("data", ["Old+Faithful", "Waiting+times"])
def test_stage_transport_and_likelihood_fit_without_scrolling(
    visit: Opener, server: str, width: int, height: int, data: str
) -> None:
    seen = visit(server, viewport={"width": width, "height": height}).open(f"?data={data}")
    seen.page.wait_for_timeout(300)
    for part in (".strip", ".panes", ".transport", ".story", ".readings"):
        box = present(seen.stage.locator(part).bounding_box())
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= height, part
        assert box["x"] + box["width"] <= width, part
    main = "document.querySelector('[data-testid=stMain]')"
    assert seen.page.evaluate(f"{main}.scrollHeight <= {main}.clientHeight + 1")


def test_on_a_phone_one_picture_is_seen_and_the_transport_stays_in_reach(
    visit: Opener, server: str
) -> None:
    seen = visit(
        server, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).open()
    em, kmeans = (
        present(seen.stage.locator(f"[data-pane={twin}]").bounding_box())
        for twin in ("em", "kmeans")
    )
    assert kmeans == em
    assert seen.stage.locator("[data-pane=kmeans]").is_hidden()
    transport = present(seen.stage.locator(".transport").bounding_box())
    assert transport["y"] + transport["height"] <= 844
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in seen.stage.locator(".transport button:visible").all():
        box = present(button.bounding_box())
        assert min(box["width"], box["height"]) >= 44
    seen.stage.get_by_role("button", name="E-step").tap()
    seen.wait_frame(1)


def test_settings_go_into_the_url_and_come_back_from_it(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    assert query(seen) == ""
    seen.page.get_by_label("Start seed").fill("11")
    seen.page.keyboard.press("Enter")
    wait_query(seen, "start_seed=11")
    seen.page.get_by_text("k-means beside it").click()
    wait_query(seen, "twin=[Ff]alse")
    seen.page.wait_for_selector("[data-testid=stage].alone")
    choose(seen, "Covariance", "spherical")
    wait_query(seen, "covariance=spherical")
    wait_query(seen, "start_seed=11")
    seen.stage.locator(".summary").get_by_text("spherical").wait_for()
    seen.page.mouse.click(1100, 15)  # a place of the bar without a link
    for frame in (1, 2, 3):
        seen.page.keyboard.press("ArrowRight")
        seen.wait_frame(frame)
    wait_query(seen, "frame=3")
    likelihood = seen.data("log-likelihood")

    other = visit(server).open(query(seen))
    assert other.data("frame") == "3"
    assert other.data("log-likelihood") == likelihood
    assert "spherical" in other.stage.locator(".summary").inner_text()

    # A new run begins at its start, and the link says so.
    choose(seen, "Covariance", "full")
    seen.page.wait_for_selector('[data-testid=stage][data-frame="0"]')
    seen.page.wait_for_function("() => !/frame|covariance/.test(location.search)")


def test_settings_that_cannot_be_had_open_with_a_word(visit: Opener, server: str) -> None:
    seen = visit(server).open("?k=99&covariance=banana&start_seed=x&data=Moon&frame=-3")
    seen.page.get_by_text("The link says k = “99”").first.wait_for()
    seen.page.get_by_text("covariance = “banana”").first.wait_for()
    assert seen.data("frame") == "0"
    wait_title(seen, "Old Faithful")


def test_a_csv_of_ones_own_is_shown_and_a_broken_one_explained(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Upload+a+file")
    wait_title(seen, "Old Faithful")
    choose_upload(seen, "mine.csv", CSV)
    wait_title(seen, "mine.csv, 40 rows")
    seen.page.mouse.click(1100, 15)  # a place of the bar without a link
    seen.page.keyboard.press("End")
    seen.page.wait_for_timeout(200)
    likelihood = seen.data("log-likelihood")

    choose_upload(seen, "broken.csv", "height,weight\n170,60\n180,heavy\n175,70\n160,80\n")
    message = seen.page.get_by_text("is not a number")
    message.wait_for()
    assert "heavy" in message.inner_text()
    wait_title(seen, "mine.csv, 40 rows")
    assert seen.data("log-likelihood") == likelihood

    choose_upload(seen, "empty.csv", "")
    seen.page.get_by_text("is empty. Choose one").wait_for()
    wait_title(seen, "mine.csv, 40 rows")

    choose_upload(seen, "komma.csv", OTHER)
    wait_title(seen, "komma.csv, 5 rows")


def test_a_files_words_are_shown_letter_by_letter(visit: Opener, server: str) -> None:
    evil = "<img src=x onerror=alert(1)>"
    seen = visit(server)
    seen.page.on("dialog", lambda dialog: seen.errors.append("a dialog opened"))
    seen.open("?data=Upload+a+file")
    choose_upload(seen, "![x](y).csv", f'"{evil}",b\n1,2\n2,5\n3,1\n9,8\n')
    wait_title(seen, "4 rows")
    assert seen.stage.locator("img").count() == 0
    assert seen.stage.locator(".parameters").get_by_text("<img").count() > 0


def test_a_file_is_seen_by_its_session_alone(visit: Opener, server: str) -> None:
    mine = visit(server).open("?data=Upload+a+file")
    choose_upload(mine, "secret.csv", CSV)
    wait_title(mine, "secret.csv")
    other = visit(server).open("?data=Upload+a+file")
    other.page.wait_for_timeout(500)
    assert "secret" not in other.page.content()
    wait_title(other, "Old Faithful")


def test_start_to_finish_by_keyboard_alone(visit: Opener, server: str) -> None:
    seen = visit(server).open()

    def tab_to(matches: str) -> None:
        for _ in range(80):
            seen.page.keyboard.press("Tab")
            if seen.page.evaluate(
                f"(() => {{ let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return {matches}; }})()"
            ):
                return
        raise AssertionError(f"Tab never came to {matches}")

    tab_to("e.type === 'range' && e.closest('[role=group]')?.ariaLabel === 'Components'")
    seen.page.keyboard.press("ArrowRight")
    wait_query(seen, "k=3")
    seen.stage.locator(".summary").get_by_text("K = 3").wait_for()
    tab_to("e.dataset?.do === 'step'")
    seen.page.keyboard.press("Enter")
    seen.wait_frame(1)
    seen.page.keyboard.press("Space")
    seen.wait_frame(2)
    last = int(seen.data("frames")) - 1
    tab_to("e.dataset?.do === 'end'")
    seen.page.keyboard.press("Enter")
    seen.wait_frame(last)
    # The button that can do no more keeps the focus: nobody is thrown back to the top.
    assert seen.stage.evaluate("root => root.getRootNode().activeElement.dataset.do") == "end"


def test_every_data_set_in_light_and_dark_is_drawn_without_an_error(
    visit: Opener, server: str
) -> None:
    seen = visit(server).open("?k=3")
    for name in DATASETS:
        if name != "Old Faithful":
            seen.choose_data(name)
        seen.page.keyboard.press("End")
        seen.page.emulate_media(color_scheme="dark")
        seen.page.wait_for_selector("[data-testid=stage].dark")
        seen.painted()
        seen.page.emulate_media(color_scheme="light")
        seen.page.wait_for_selector("[data-testid=stage]:not(.dark)")
        seen.painted()


@pytest.mark.parametrize("data", ["Galaxy+velocities", "Fiji+earthquakes", "Cholera+in+Soho"])
def test_no_number_beside_an_axis_is_cut(visit: Opener, server: str, data: str) -> None:
    seen = visit(server).open(f"?data={data}&k=3")
    cut = seen.stage.evaluate(
        """root => [...root.querySelectorAll('.axes')].flatMap((axes) => {
          const edge = axes.getBoundingClientRect();
          return [...axes.querySelectorAll('text')].filter((text) => {
            const box = text.getBoundingClientRect();
            return box.width && (box.left < edge.left - 1 || box.right > edge.right + 1);
          }).map((text) => text.textContent);
        })"""
    )
    assert cut == []


@pytest.mark.parametrize(
    "query",
    [
        "?k=12&frame=30",
        "?k=3&frame=3&view=projector&ask=Why",
        "?k=4&data=Waiting+times&frame=6&view=bound.shares",
    ],
)
def test_on_a_small_screen_nothing_is_cut(visit: Opener, server: str, query: str) -> None:
    seen = visit(server, viewport={"width": 1024, "height": 768}).open(query)
    seen.wait_settled()
    wide = seen.stage.evaluate(
        """root => ["", ".transport", ".readings", ".parameters", ".curve figcaption", ".strip"].filter((part) =>
          [part ? [...root.querySelectorAll(part)] : [root]].flat().some((each) => each.scrollWidth > each.clientWidth + 1))"""
    )
    assert wide == []
    assert seen.page.evaluate("document.scrollingElement.scrollHeight") == 768


def test_after_a_click_on_a_setting_the_keys_are_the_stages(visit: Opener, server: str) -> None:
    seen = visit(server).open("?k=2")
    seen.page.get_by_role("combobox", name="Data").click()
    seen.page.get_by_role("option", name="Penguins", exact=True).click()
    seen.stage.get_by_text("Penguins, 342 birds").wait_for()
    seen.step("ArrowRight", 1)
    slider = present(seen.page.get_by_test_id("stSlider").first.bounding_box())
    thumb = present(seen.page.get_by_role("slider", name="Components").bounding_box())
    seen.page.mouse.click(slider["x"] + 0.3 * slider["width"], thumb["y"] + thumb["height"] / 2)
    seen.stage.get_by_text("K = 4").wait_for()
    seen.step("ArrowRight", 1)
    assert "K = 4" in seen.stage.locator(".summary").inner_text()
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.locator("[data-pane=kmeans]").wait_for(state="detached")
    seen.step("ArrowRight", 2)
    seen.page.keyboard.press("Space")
    seen.stage.get_by_role("button", name="Pause").wait_for()
    # Who writes a number goes on writing.
    seed = seen.page.get_by_label("Start seed")
    seed.click()
    seen.page.wait_for_timeout(150)
    seed.press("End")
    seen.page.keyboard.type("1")
    assert seed.input_value() == "41"  # Penguins open with seed 4
