"""How long the stage's script works for a pointer event while a hand drags a component.

    python -m tests.bench.hands

Prints median and maximum over the moves of one drag in real Chromium, and how long it took from an
event to the next frame: for a mean and for an axis, with the layers of the start and with the
heaviest ones.
"""

import statistics

from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.conftest import FLAGS, _chromium, start_server

MOVES = 120

# The mouse is down already. Handler and the animation frame it asks for are timed apart from what
# the browser does with the pixels.
MEASURE = """async (root, [x, y, moves]) => {
  const plot = root.querySelector('[data-pane=em] .plot');
  const ask = window.requestAnimationFrame.bind(window);
  let spent = 0;
  window.requestAnimationFrame = (callback) => ask((time) => {
    const start = performance.now();
    callback(time);
    spent += performance.now() - start;
  });
  const rows = [];
  for (let i = 1; i <= moves; i += 1) {
    await new Promise((resolve) => ask(resolve));
    spent = 0;
    const start = performance.now();
    plot.dispatchEvent(new PointerEvent('pointermove', {
      bubbles: true, pointerId: 1, pointerType: 'mouse', buttons: 1,
      clientX: x + 40 * Math.sin(i / 8), clientY: y + 30 * Math.sin(i / 5),
    }));
    spent += performance.now() - start;
    const before = root.dataset.logLikelihood;
    await new Promise((resolve) => ask(resolve));
    if (root.dataset.logLikelihood === before) throw new Error('The picture stood still.');
    rows.push([spent, performance.now() - start]);
  }
  window.requestAnimationFrame = ask;
  return rows;
}"""


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, layers: str, what: str) -> list[tuple[float, float]]:
    """Script and event-to-frame times (ms) of the moves of one drag."""
    stage = page.get_by_test_id("stage")
    for name in layers.split():
        stage.locator(f".menu [name={name}]").evaluate("(box) => box.click()")
    stage.get_by_role("button", name="Component 1").click()
    page.wait_for_timeout(1000)
    mark = ".mark >> nth=0" if what == "mean" else f".handle.{what}"
    x, y = middle(stage.locator(f"[data-pane=em] .layer {mark}"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 6, y + 6, steps=3)
    rows = stage.evaluate(MEASURE, [x, y, MOVES])
    page.mouse.up()
    return [tuple(row) for row in rows]


def main() -> None:
    process, url = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
            print("points  K  held   layers               script ms (median, max)  to next frame")
            for n in (1000, 5000):
                for layers in ("", "density third bound", "regions rings truth"):
                    for what in ("mean", "major"):
                        page = browser.new_page(viewport={"width": 1280, "height": 720})
                        page.goto(f"{url}/?data=Round+clusters&n={n}&k=5&start=farthest+first")
                        page.wait_for_selector('[data-testid=stage][data-ready="true"]')
                        rows = drag(page, layers, what)
                        script, shown = zip(*rows, strict=True)
                        print(
                            f"{n:6}  5  {what:5}  {layers or 'as at first':19}"
                            f"  {statistics.median(script):8.2f} {max(script):8.2f}"
                            f"  {statistics.median(shown):15.1f}"
                        )
                        page.close()
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
