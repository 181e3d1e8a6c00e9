"""One unit: anybody can recompute what the stage shows from the numbers on the screen."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser
from scipy.stats import multivariate_normal

from gmm import responsibilities
from gmm.data.datasets import DATASETS
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from gmm.ui.units import restore_frame
from tests.browser.conftest import shows
from tests.browser.desk import Desk, dataset_of, run_of
from tests.browser.test_inspection import AVERAGED, check_terms, is_percent, lines_of
from tests.present import present

Compute = Callable[[list[float]], float]
KINDS = [
    (data, covariance, scale)
    for data in ("Old Faithful", "Waiting times")
    for covariance in ("full", "tied", "diag", "spherical")
    for scale in ("on", "off")
]


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield Desk(page)
    page.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    shared.errors.clear()
    yield shared
    assert shared.errors == []


def read(text: str) -> tuple[float, float]:
    """A printed number, and how far off it may be: half a unit of its last digit."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "")
    digits, _, power = plain.partition("e")
    decimals = len(digits.partition(".")[2])
    return float(plain), 0.5000001 * 10.0 ** (int(power or 0) - decimals)


def follows(text: str, printed: Sequence[str], compute: Compute) -> bool:
    """Whether a printed number is what comes of others, as far as their digits tell."""
    value, off = read(text)
    values, offs = np.transpose([read(each) for each in printed])
    signs = np.random.default_rng(0).uniform(-1, 1, (400, len(printed)))
    signs[: 2 ** min(len(printed), 6), :6] = np.stack(
        np.meshgrid(*[[-1, 1]] * min(len(printed), 6)), -1
    ).reshape(-1, min(len(printed), 6))
    found = [compute((values + sign * offs).tolist()) for sign in signs]
    found = [each for each in found if np.isfinite(each)]
    return min(found) - off <= value <= max(found) + off


def density_at(place: list[float], numbers: list[float]) -> float:
    """The Gaussian of a mean and a covariance's upper triangle, as SciPy has it."""
    d = len(place)
    mean, entries = numbers[:d], numbers[d:]
    covariance = np.empty((d, d))
    covariance[np.triu_indices(d)] = entries
    covariance.T[np.triu_indices(d)] = entries
    if np.linalg.eigvalsh(covariance)[0] <= 0:
        return np.nan
    return float(multivariate_normal(mean, covariance).pdf(place))


def table(desk: Desk) -> list[list[str]]:
    """Weight, mean and covariance (its upper triangle) of each component, as they are printed."""
    rows: list[list[str]] = desk.stage.locator(".parameters tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))"
    )
    # In the plane the covariance comes after both variances.
    return [[*row[:4], row[5], row[4]] if len(row) == 6 else row for row in rows]


def card_rows(desk: Desk) -> list[list[str]]:
    """Weight, density, joint and share of each component, without the signs of the sum."""
    rows: list[list[str]] = desk.stage.locator(".card tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))"
    )
    told = []
    for weight, density, joint, share, *_ in rows:
        assert [density[:2], joint[:2], share[-2:]] == ["×\u2009", "=\u2009", " %"]
        told.append([weight, density[2:], joint[2:], share[:-2]])
    return told


@pytest.mark.parametrize(("data", "covariance", "scale"), KINDS)
def test_a_points_card_is_recomputed_from_the_screen(
    desk: Desk, data: str, covariance: str, scale: str
) -> None:
    run = run_of(data=data, covariance=covariance, scale=scale)
    desk.start(run, frame=5)  # an E-step: it shows the parameters that it used
    desk.stage.get_by_role("button", name="Most uncertain point").click()
    desk.painted()
    title = desk.stage.locator(".card h2").inner_text()
    place = present(re.fullmatch(r"Point [\d,]+ at (.*)", title)).group(1).split(", ")
    rows = card_rows(desk)
    total = desk.stage.locator(".card tfoot td").nth(2).inner_text()
    assert desk.stage.locator(".card p").first.inner_text() == (
        "E-step 3, with the parameters of M-step 2:"
    )
    for (weight, density, joint, share), printed in zip(rows, table(desk), strict=True):
        assert weight == printed[0]
        # The data have no more digits than are printed.
        at = partial(density_at, [read(text)[0] for text in place])
        assert follows(density, printed[1:], at), (density, place, printed)
        assert follows(joint, [weight, density], lambda numbers: numbers[0] * numbers[1])
        assert follows(share, [joint, total], lambda numbers: 100 * numbers[0] / numbers[1])
    assert follows(total, [row[2] for row in rows], sum)
    told = "Distances are in standardised units" in desk.stage.locator(".card").inner_text()
    assert told == (scale == "on")
    # To the last digit from the parameters themselves.
    n = int(present(re.match(r"Point ([\d,]+)", title)).group(1).replace(",", "")) - 1
    own = restore_frame(run, present(run.em).frames[5]).mixture
    densities = [
        multivariate_normal(mean, each).pdf(run.dataset.points[n])
        for mean, each in zip(own.means, own.covariances, strict=True)
    ]
    joints = own.weights * densities
    for (_, density, joint, share), *numbers in zip(rows, densities, joints, strict=True):
        assert shows(density, numbers[0])
        assert shows(joint, numbers[1])
        assert is_percent(f"{share} %", numbers[1] / joints.sum())
    assert shows(total, joints.sum())


def variances_of(run: Run, gamma: FloatArray, k: int) -> FloatArray:
    """Component k's variance along each axis after an M-step, in the data's own units."""
    raw, spread = run.dataset.points, np.ravel(run.scaling.spread)
    each = np.stack(
        [share @ (raw - share @ raw / share.sum()) ** 2 / share.sum() for share in gamma.T]
    )
    if run.settings.covariance == "tied":
        return np.asarray(gamma.mean(0) @ each)
    if run.settings.covariance == "spherical":
        return np.asarray((each[k] / spread**2).mean() * spread**2)
    return np.asarray(each[k])


@pytest.mark.parametrize(("data", "covariance", "scale"), KINDS)
def test_a_components_card_is_recomputed_from_the_screen(
    desk: Desk, data: str, covariance: str, scale: str
) -> None:
    run = run_of(data=data, covariance=covariance, scale=scale)
    desk.start(run, frame=4)
    raw = run.dataset.points
    gamma = responsibilities(run.points, present(present(run.em).frames[4].responsible))
    plane = raw.shape[1] == 2
    for k, printed in enumerate(table(desk)):
        desk.stage.locator(".parameters button").nth(k).click()
        desk.painted()
        desk.stage.locator(".card").get_by_text(f"Component {k + 1}", exact=True).wait_for()
        lines = lines_of(desk.stage.locator(".card"))
        first = np.flatnonzero(gamma[:, k] >= 0.005)[:3]
        terms, count, number = present(
            re.fullmatch(r"(.*) \+ … = (\S+), of (\S+) points", lines["Effective count"])
        ).groups()
        check_terms(terms, [[gamma[n, k]] for n in first])
        assert shows(count, gamma[:, k].sum())
        assert int(number) == len(raw)
        divided, by, weight = present(
            re.fullmatch(r"(\S+) ÷ (\S+) = (\S+)", lines["Weight"])
        ).groups()
        assert [divided, by, weight] == [count, number, printed[0]]
        assert follows(weight, [count, number], lambda numbers: numbers[0] / numbers[1])
        means, variances = raw.T @ gamma[:, k] / gamma[:, k].sum(), variances_of(run, gamma, k)
        for axis, name in enumerate(run.dataset.columns):
            of = f" of {name}" if plane else ""
            terms, by, mean = present(
                re.fullmatch(r"\((.*) \+ …\) ÷ (\S+) = (\S+)", lines[f"Mean{of}"])
            ).groups()
            check_terms(terms, [[gamma[n, k], raw[n, axis]] for n in first])
            assert [by, mean] == [count, printed[1 + axis]]
            assert shows(mean, means[axis])
            entry = printed[3 + 2 * axis] if plane else printed[2]
            assert shows(entry, variances[axis])
            told = lines[f"Variance{of}"]
            if covariance == "tied" or (covariance == "spherical" and plane):
                circle = covariance == "spherical" and run.is_standardised
                words = AVERAGED["standardised" if circle else covariance]
                assert told == f"{entry}, {words}"
                continue
            terms, by, variance, deviation = present(
                re.fullmatch(
                    r"\((.*) \+ …\) ÷ (\S+) = ([^\s;]+)(?:; standard deviation (\S+))?", told
                )
            ).groups()
            away = np.abs(raw[:, axis] - means[axis])
            check_terms(terms.replace("²", ""), [[gamma[n, k], away[n]] for n in first[:2]])
            assert terms.count("²") == 2
            assert [by, variance] == [count, entry]
            assert (deviation is None) == plane
            if deviation:
                assert follows(deviation, [variance], lambda numbers: numbers[0] ** 0.5)
        if not plane:
            continue
        xx, xy, yy = printed[3:]
        if covariance in ("full", "tied"):
            entry, correlation = lines["Covariance"].split("; correlation ")
            assert entry == xy
            assert follows(correlation, [xx, xy, yy], _correlation)
        else:
            assert "Covariance" not in lines
            assert xy == "0"
        *sizes, angle = present(
            re.fullmatch(
                r"(\S+) and (\S+); half-axes (\S+) and (\S+) at (\S+)°", lines["Eigenvalues"]
            )
        ).groups()
        for i, (value, axis_length) in enumerate(zip(sizes[:2], sizes[2:], strict=True)):
            assert follows(value, [xx, xy, yy], partial(_eigenvalue, i))
            assert follows(axis_length, [value], lambda numbers: numbers[0] ** 0.5)
        if float(sizes[0]) > 1.05 * float(sizes[1]):
            assert follows(angle, [xx, xy, yy], _turn)


def _correlation(entries: list[float]) -> float:
    xx, xy, yy = entries
    return float(xy / np.sqrt(xx * yy))


def _eigenvalue(i: int, entries: list[float]) -> float:
    xx, xy, yy = entries
    return float(np.linalg.eigvalsh([[xx, xy], [xy, yy]])[1 - i])


def _turn(entries: list[float]) -> float:
    xx, xy, yy = entries
    return float(np.degrees(np.arctan2(2 * xy, xx - yy) / 2))


@pytest.mark.parametrize(("data", "covariance", "scale"), KINDS)
def test_the_log_likelihood_is_that_of_the_parameters_on_the_screen(
    desk: Desk, data: str, covariance: str, scale: str
) -> None:
    run = run_of(data=data, covariance=covariance, scale=scale)
    desk.start(run, frame=6, view="bound")
    own = restore_frame(run, present(run.em).frames[6])
    number = float(desk.data("log-likelihood"))
    assert_allclose(number, own.log_likelihood, rtol=1e-14)
    assert_allclose(number, log_density(run.dataset.points, own.mixture).sum(), rtol=1e-10)
    caption = desk.stage.locator("[data-curve=log-likelihood] figcaption")
    assert shows(caption.locator("b").inner_text(), number)
    gap = present(re.search(r"gap ([^\n]+)", caption.inner_text())).group(1)
    assert shows(gap.removesuffix("(standardised)").strip(), number - present(own.bound))
    # What circles see is said, and k-means' own units.
    sees = (data, covariance, scale) == ("Old Faithful", "spherical", "on")
    assert caption.locator(".remark").count() == sees == run.sees_scaling
    inertia = desk.stage.locator("[data-curve=inertia] .remark")
    assert inertia.count() == (scale == "on")
    check_ticks(
        desk, [restore_frame(run, frame).log_likelihood for frame in present(run.em).frames]
    )


def check_ticks(desk: Desk, values: list[float]) -> None:
    """The ticks of the axis are in the same units as the number, and no other number needs room."""
    plot = desk.stage.locator("[data-curve=log-likelihood] .plot")
    head = plot.locator("text[text-anchor=start]", has_text="nats").inner_html()
    # What the ticks leave out stands at the axis.
    added = read(head.removeprefix("nats, ").replace(" ", ""))[0] if "," in head else 0.0
    ticks = plot.locator("g:first-of-type > line.grid + text").all_text_contents()
    levels = [read(text)[0] + added for text in ticks]
    room = 0.1 * (max(values) - min(values))
    assert levels
    assert all(min(values) - room <= level <= max(values) + room for level in levels)


def test_a_ridge_sees_the_scaling_and_says_so(desk: Desk) -> None:
    for scale, remarks in (("on", 1), ("off", 0)):
        desk.start(run_of(scale=scale, ridge=0.1), frame=4)
        remark = desk.stage.locator("[data-curve=log-likelihood] .remark")
        assert remark.count() == remarks
        unit = "SD² · standardised" if remarks else "minutes²"
        assert desk.stage.locator(".summary").inner_text().endswith(f"ridge 0.1 {unit}")
    desk.start(run_of(ridge=0.1))
    words = desk.stage.locator("[data-curve=log-likelihood] .remark").get_attribute("title")
    assert "do not compare" in present(words)


def test_a_fork_goes_on_in_the_datas_own_units(desk: Desk) -> None:
    run = run_of(k=2)
    desk.start(run, frame=4)
    x, y = desk.spot(present(run.em).frames[4].mixture.means[0])
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 30, y - 20, steps=4)
    desk.painted()
    held = desk.mixture()
    live = float(desk.data("log-likelihood"))
    density = log_density(run.points, Mixture(*held)).sum()
    shift = run.number * np.log(run.scaling.spread).sum()
    assert_allclose(live, density - shift, rtol=1e-10)
    desk.page.mouse.up()
    desk.painted()
    forked = record_run(run.settings, run.dataset, Mixture(*desk.mixture()))
    desk.page.keyboard.press("End")
    desk.painted()
    last = present(forked.em).frames[-1]
    number = float(desk.data("log-likelihood"))
    assert_allclose(number, restore_frame(forked, last).log_likelihood, rtol=1e-9)
    # The run that was left is drawn beside it, in the same units: one axis has room for both.
    assert desk.stage.locator("[data-curve=log-likelihood] .ghost").count() == 1
    desk.stage.locator(".menu [name=future]").evaluate("(box) => box.click()")
    desk.painted()
    both = [*present(run.em).frames[4:], *present(forked.em).frames]
    check_ticks(desk, [restore_frame(run, frame).log_likelihood for frame in both])


def test_the_temperatures_circle_is_in_standardised_units_and_says_so(desk: Desk) -> None:
    for scale, sees in (("on", True), ("off", False)):
        run = run_of(scale=scale)
        desk.start(run, frame=0, view="temperature")
        own = Mixture(*desk.mixture())
        shift = run.number * np.log(run.scaling.spread).sum()
        wanted = log_density(run.points, own).sum() - shift
        assert_allclose(float(desk.data("log-likelihood")), wanted, rtol=1e-9)
        assert (" SD" in desk.stage.locator(".temperature output").inner_text()) == sees
        remark = desk.stage.locator("[data-curve=log-likelihood] .remark")
        assert remark.count() == sees


# ---------------------------------------------------------------- counts


def counted_and_written_out() -> tuple[Run, Run]:
    rng = np.random.default_rng(3)
    points = np.vstack([rng.normal(0, 1, (14, 2)), rng.normal(5, 1, (14, 2))]) * [1.0, 30.0]
    counts = rng.integers(0, 6, 28).astype(float)
    chosen = Settings(data="Upload a file", k=2, start="farthest first", scale="on")
    counted = dataset_of(points)._replace(frequencies=counts)
    written_out = dataset_of(np.repeat(points, counts.astype(int), axis=0))
    return record_run(chosen, counted), record_run(chosen, written_out)


def cut(line: str) -> tuple[list[str], str]:
    """The terms of a sum that are written out, and what stands after them."""
    terms, dots, rest = line.partition(" + …")
    return (terms.removeprefix("(").split(" + "), rest) if dots else ([], line)


def test_counted_rows_read_like_rows_written_out(desk: Desk) -> None:
    told, sums = [], []
    for run in counted_and_written_out():
        seen, terms = [], []
        for frame in (1, 3, 4):
            desk.start(run, frame=frame, view="rings")
            seen += [desk.words, *table(desk)]
            seen += desk.stage.locator(".curve figcaption").all_inner_texts()
            seen.append(desk.stage.locator(".rings").inner_text())
            seen.append(f"{float(desk.data('log-likelihood')):.9g}")
            desk.stage.locator(".parameters button").first.click()
            desk.stage.locator(".card dl").wait_for()
            lines = lines_of(desk.stage.locator(".card"))
            # Points are called by their row, which is another one.
            del lines["Pull hardest"]
            for name, line in lines.items():
                written, rest = cut(line)
                seen.append([name, rest])
                terms.append(written)
        told.append(seen)
        sums.append(terms)
    assert told[0] == told[1]
    # A row that counts twice is a term twice.
    assert sum(map(bool, sums[0])) == 3 * 5
    for counted, written in zip(*sums, strict=True):
        pairs = [term.split(" × ", 1) for term in counted]
        assert len(counted) == len(written)
        assert [rest for often, rest in pairs for _ in range(int(often))][: len(written)] == written


def test_a_points_card_says_how_often_it_counts(desk: Desk) -> None:
    counted, written_out = counted_and_written_out()
    desk.start(counted, frame=1)
    desk.stage.get_by_role("button", name="Most uncertain point").click()
    desk.painted()
    card = desk.stage.locator(".card")
    title = card.locator("h2").inner_text()
    n = int(present(re.match(r"Point ([\d,]+)", title)).group(1)) - 1
    times = int(present(counted.dataset.frequencies)[n])
    assert f"counts {times} time{'s' if times != 1 else ''}." in card.inner_text()
    desk.start(written_out, frame=1)
    desk.stage.get_by_role("button", name="Most uncertain point").click()
    desk.painted()
    assert "counts" not in card.inner_text()


def test_bundled_counts_are_the_number_of_points(desk: Desk) -> None:
    data = DATASETS["Cyclist speeds"].make(300, 0)
    desk.start(run_of(data="Cyclist speeds"), frame=4)
    desk.stage.locator(".parameters button").first.click()
    desk.painted()
    total = int(present(data.frequencies).sum())
    assert f"of {total:,} points" in desk.stage.locator(".card dd").first.inner_text()


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times", "Penguins"])
def test_circles_that_have_shrunk_to_nothing_have_clean_numbers(desk: Desk, data: str) -> None:
    desk.start(run_of(data=data, k=3), frame=3, view="temperature.bound")
    slider = desk.stage.get_by_role("slider", name="Temperature")
    slider.fill("0")
    desk.painted()
    assert "EM is k‑means" in desk.words
    assert desk.stage.locator(".temperature output").inner_text().startswith("width 0")
    likelihood = desk.stage.locator("[data-curve=log-likelihood] figcaption b")
    assert likelihood.inner_text() == "−∞"
    columns = 1 if data == "Waiting times" else 3
    for row in table(desk):
        assert row[-columns:] == ["0"] * columns
    shown = desk.stage.inner_text() + desk.stage.locator(".readings").inner_html()
    assert "NaN" not in shown
    assert "e−" not in desk.stage.locator(".readings").inner_text()
    slider.fill("0.5")
    desk.painted()
    assert likelihood.inner_text() != "−∞"
