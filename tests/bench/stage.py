"""How long the stage's script works for a half-step, from the key event to the end of drawing.

    python -m tests.bench.stage

Prints medians over the half-steps of a run, for E-steps (colours) and M-steps (shapes), in real
Chromium.
"""

import statistics

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, _chromium, start_server

# Handler and the animation frame it asks for are timed apart from what the browser does with the
# pixels.
MEASURE = """async (root) => {
  const ask = window.requestAnimationFrame.bind(window);
  let spent = 0;
  window.requestAnimationFrame = (callback) => ask((time) => {
    const start = performance.now();
    callback(time);
    spent += performance.now() - start;
  });
  const rows = [];
  const last = Math.min(40, Number(root.dataset.frames) - 1);
  for (let lap = 0; lap < 3; lap += 1) {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (let i = 0; i < last; i += 1) {
      spent = 0;
      const start = performance.now();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
      spent += performance.now() - start;
      await new Promise((resolve) => ask(resolve));
      const drawn = spent;
      await new Promise((resolve) => ask(resolve));
      rows.push([root.dataset.phase, drawn, performance.now() - start]);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  window.requestAnimationFrame = ask;
  return rows;
}"""


def main() -> None:
    process, url = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
            print("points  K  phase  script ms (median, max)  key to next frame ms (median)")
            for n in (500, 5000):
                page = browser.new_page(viewport={"width": 1280, "height": 720})
                page.goto(f"{url}/?data=Elongated+clusters&n={n}&k=5&start=farthest+first")
                page.wait_for_selector('[data-testid=stage][data-ready="true"]')
                page.wait_for_timeout(2000)
                rows = page.get_by_test_id("stage").evaluate(MEASURE)
                for phase in ("E", "M"):
                    script = [spent for name, spent, _ in rows if name == phase]
                    paint = [shown for name, _, shown in rows if name == phase]
                    spent = f"{statistics.median(script):8.2f} {max(script):8.2f}"
                    print(f"{n:6}  5  {phase}-step {spent} {statistics.median(paint):18.1f}")
                page.close()
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
