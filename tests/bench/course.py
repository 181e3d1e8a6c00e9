"""What a lesson costs: `python -m tests.bench.course`. It prints and asserts nothing.

Bytes of a lesson's payload, of its script and of its page on a disk; milliseconds to read and pack
it on the server; and, where there is a Chromium, until its page is ready on a warm server.
"""

import json
import statistics
import time

from playwright.sync_api import sync_playwright

from gmm.ui.course.lessons import FOLDER, list_lessons, pack_entry
from gmm.ui.course.page import lesson_page
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.reading import read_lesson
from gmm.ui.stage.script import assemble_script
from tests.browser.conftest import FLAGS, _chromium, start_server

ROUNDS = 5


def main() -> None:
    print(f"script {len(assemble_script('lesson').encode()) / 1000:.0f} kB")
    print(f"{'lesson':20} {'payload':>9} {'page':>9} {'pack':>9}")
    for number, name, _ in list_lessons():
        text = (FOLDER / f"{number:02}-{name}.md").read_text("utf-8")
        began = time.perf_counter()
        payload = pack_lesson(read_lesson(text), name, number)
        took = 1000 * (time.perf_counter() - began)
        sizes = len(json.dumps(payload).encode()), len(lesson_page(payload).encode())
        print(f"{name:20} {sizes[0] / 1000:6.0f} kB {sizes[1] / 1000:6.0f} kB {took:6.0f} ms")
    executable = _chromium()
    if executable is None:
        return
    process, url = start_server()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for name in [entry.name for entry in list_lessons()]:
            pack_entry(name)
            ready = []
            for _ in range(ROUNDS + 1):
                page = browser.new_page(viewport={"width": 1280, "height": 720})
                began = time.perf_counter()
                page.goto(f"{url}/course?lesson={name}")
                page.wait_for_selector('[data-testid=lesson] [data-ready="true"]')
                ready.append(time.perf_counter() - began)
                page.close()
            middle, worst = statistics.median(ready[1:]), max(ready[1:])
            print(f"{name:20} first {ready[0]:.2f} s, then {middle:.2f} s, at most {worst:.2f} s")
        browser.close()
    process.terminate()
    process.wait()


if __name__ == "__main__":
    main()
