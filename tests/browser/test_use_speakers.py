"""The page on voices in Chromium: it can be heard, its stage steps, and own files are taken."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.ui.uses.speakers.brought import record

PLAYABLE = """() => {
  const sounds = [...document.querySelectorAll('audio')];
  return sounds.length === 2 && sounds.every(
    (sound) => sound.readyState >= 1 && Math.abs(sound.duration - 2) < 0.05);
}"""


def open_speakers(quick: Opener, server: str, query: str = "") -> Page:
    page = quick(server).page
    page.goto(f"{server}/speakers{query}")
    return page


def test_voices_can_be_heard_and_the_background_model_steps(quick: Opener, server: str) -> None:
    page = open_speakers(quick, server)
    answer = page.get_by_text("the adapted mixture errs least")
    expect(answer).to_be_visible(timeout=30_000)
    expect(page.get_by_text("nobody has spoken")).to_be_in_viewport()
    page.wait_for_function(PLAYABLE, timeout=30_000)
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-ready", "true", timeout=30_000)
    stage.get_by_role("button", name="E-step").click()
    expect(stage).to_have_attribute("data-phase", "E")
    stage.get_by_role("button", name="M-step").click()
    expect(stage).to_have_attribute("data-frame", "2")


def test_own_files_are_judged_and_a_broken_one_gets_a_sentence(
    quick: Opener, server: str, tmp_path: Path
) -> None:
    page = open_speakers(quick, server, "?speech=your+own+WAV+files&components=4")
    expect(page.get_by_text("Choose 2 to 10 WAV files")).to_be_visible(timeout=30_000)
    paths = []
    for who in range(2):
        file = record(who)
        paths.append(tmp_path / file.name)
        paths[-1].write_bytes(file.content)
    page.locator('input[type="file"]').set_input_files(paths)
    expect(page.get_by_text("among 2 people")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(re.compile(r"After 2 seconds of each person’s speech"))).to_be_visible()
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    page.locator('input[type="file"]').set_input_files([broken])
    expect(page.get_by_text("broken.wav does not begin as a WAV file does")).to_be_visible(
        timeout=30_000
    )
