"""The settings beside the stage: what matters is on the first screen."""

import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.link import DRAW
from tests.browser.conftest import Opener, Visit
from tests.present import present

SCREENS = [(1280, 720), (1024, 768)]


def bottom(seen: Visit, group: str) -> float:
    box = present(seen.page.locator(f".st-key-control-{group}").bounding_box())
    return box["y"] + box["height"]


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_components_start_and_covariance_are_on_the_first_screen_of_every_set(
    stay: Opener, server: str, width: int, height: int
) -> None:
    seen = stay(server, viewport={"width": width, "height": height}).open()
    for name in [*DATASETS, DRAW]:
        if name != "Old Faithful":
            seen.choose_data(name)
        for group in ("data", "k", "start", "covariance", "twin"):
            assert bottom(seen, group) < height, (name, group)


def test_what_makes_the_points_unfolds_and_its_sliders_turn(stay: Opener, server: str) -> None:
    seen = stay(server).open("?data=Round+clusters&v=4")
    points = seen.page.get_by_label("Points", exact=True)
    assert not points.is_visible()
    seen.page.get_by_text("How the points are made").click()
    points.wait_for()
    seen.wait_settled()  # a press has had its time, and the slider its place
    before = seen.run()
    seen.page.get_by_role("slider", name="Clusters").press("ArrowRight")
    seen.wait_other_run(before)
    seen.page.wait_for_function("() => /clusters=4/.test(location.search)")
    # It stays unfolded while somebody turns them.
    assert points.is_visible()


def test_a_teacher_hides_it_with_the_data(stay: Opener, server: str) -> None:
    seen = stay(server).open("?data=Round+clusters&hide=data&v=4")
    assert not seen.page.get_by_text("How the points are made").is_visible()
    assert seen.page.get_by_role("slider", name="Components").is_visible()
