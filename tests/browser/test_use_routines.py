"""Routines from sensors, in a browser: settings are in the address, and the stage shows the run."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.test_laboratory import RUN
from tests.browser.test_uses import settle

ADDRESS = "routines?routines_weeks=1"


def test_settings_stay_in_the_address_and_change_the_run(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server}/{ADDRESS}")
    settle(page, "routines")
    expect(page.get_by_text("These 7 days were made from 7 routines")).to_be_in_viewport()
    stage = page.locator("[data-testid=stage]")
    variational = stage.get_attribute("data-frames")
    page.get_by_role("radio", name="EM, K by BIC").click()
    expect(stage).not_to_have_attribute("data-frames", str(variational), timeout=RUN)
    expect(page).to_have_url(re.compile("routines_fit=EM"))
    page.get_by_role("radio", name="One week only").click()
    page.get_by_text("A rare routine needs many days").wait_for(timeout=RUN)
    address = page.url
    page.goto(address)
    settle(page, "routines")
    assert page.url == address
    page.get_by_text("A rare routine needs many days").wait_for(timeout=RUN)
    page.close()
