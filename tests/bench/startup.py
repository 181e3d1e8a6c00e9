"""What a server takes to begin: `python -m tests.bench.startup`.

Seconds from the command until the server answers and until the first stage is ready, a page on a
server that is in use, and what is loaded for it: the modules that take longest, and whether those
that no page needs at first are among them. Chromium, loopback, no throttling.
"""

import re
import statistics
import subprocess
import sys
import time

from playwright.sync_api import Browser, sync_playwright

from gmm.ui.serving.door import SOON
from tests.browser.conftest import FLAGS, ROOT, _chromium, start_server

READY = '[data-testid=stage][data-ready="true"]'
LATER = ["matplotlib", "scipy", "altair", "pydeck", "clevercsv", "pandas", "pyarrow", "markdown_it"]
FIRST_PAGE = """
import sys, logging
logging.disable(logging.WARNING)
import app
from gmm.ui.serving.interpreter import FIRST, load
load(FIRST)
from streamlit.testing.v1 import AppTest
from gmm.files import FRAME
AppTest.from_file(str(FRAME), default_timeout=60).run()
print(*sys.modules)
"""
_TIMES = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| +(\S+)")


def open_stage(browser: Browser, url: str) -> float:
    """Open the playground with an empty cache; gives the seconds until the stage is ready."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(READY, timeout=60_000)
    taken = time.perf_counter() - began
    context.close()
    return taken


def main(rounds: int = 3, pages: int = 5) -> None:
    """Print the figures."""
    answers, stages, warm = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        for _ in range(rounds):
            began = time.perf_counter()
            process, url = start_server()
            answers.append(time.perf_counter() - began)
            open_stage(browser, url)
            stages.append(time.perf_counter() - began)
            time.sleep(SOON + 6)  # until what comes after the first page is done
            warm += [open_stage(browser, url) for _ in range(pages)]
            process.terminate()
            process.wait()
        browser.close()
    print(f"command to first answer  {statistics.median(answers):5.2f} s")
    print(f"command to first stage   {statistics.median(stages):5.2f} s")
    print(f"page on a warm server    {statistics.median(warm):5.2f} s ({max(warm):.2f} at most)")
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", FIRST_PAGE],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = run.stdout.split()
    among = ", ".join(name for name in LATER if name in loaded) or "no heavy one"
    print(f"{len(loaded)} modules, {among} among them")
    tops = [(int(both), name) for _, both, name in _TIMES.findall(run.stderr) if "." not in name]
    for taken, name in sorted(tops, reverse=True)[:12]:
        print(f"  {taken / 1000:6.0f} ms  {name}")


if __name__ == "__main__":
    main()
