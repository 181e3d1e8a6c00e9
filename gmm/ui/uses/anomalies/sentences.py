"""What the page of anomalies says: sentences whose numbers are computed from the records."""

from collections.abc import Iterable, Sequence

from gmm.cases.biopsies import COLUMNS
from gmm.restarts import Reach
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.uses.anomalies.records import Brief, Finding, find_same

CLOSE = 0.005  # of the area under a curve: what its second decimal hardly tells apart


def tell_answer(found: Finding) -> str:
    """Say what each rule misses, and how many false alarms it gives."""
    density, box = found.density, found.box
    return (
        f"The density threshold misses {write_percent(density.missed.share)} of the malignant "
        f"biopsies, with {write_percent(density.false.share)} false alarms. The box rule misses "
        f"{write_percent(box.missed.share)}, with {write_percent(box.false.share)}."
    )


def tell_share(found: Finding, share: float) -> str:
    """Say how the false alarms on new rows compare with what was asked for."""
    false = found.density.false
    asked = f"{write_percent(share)}"
    if false.low <= share <= false.high:
        return (
            f"You are ready to flag {asked} of the benign ones. On benign biopsies that the "
            f"mixture has not seen it flags {write_count(false)}: {asked} is within the limits."
        )
    more = "more" if false.share > share else "fewer"
    return (
        f"You are ready to flag {asked} of the benign ones, but on benign biopsies that the "
        f"mixture has not seen it flags {write_count(false)}: {more} than you asked for."
    )


def tell_pair(found: Finding) -> str:
    """Compare both rules row by row, and at the same share of false alarms."""
    share, density, box = find_same(found)
    told = (
        f"{_count(found.only_density, 'malignant biopsy is', 'malignant biopsies are')} flagged by "
        f"the density alone, and {found.only_box} by the box alone."
    )
    if density == box:
        return (
            f"{told} With thresholds chosen in hindsight, for at most {write_percent(share)} false "
            f"alarms each, both miss {write_percent(density)}."
        )
    better = "the density" if density < box else "the box"
    return (
        f"{told} With thresholds chosen in hindsight, for at most {write_percent(share)} false "
        f"alarms each, the density misses {write_percent(density)} and the box "
        f"{write_percent(box)}: here {better} is better."
    )


def tell_areas(found: Finding) -> str:
    """Say which curve is better as a whole."""
    density, box = found.density.roc.area, found.box.roc.area
    told = (
        "Over all thresholds: the area under the curve of found against false alarms (0.5 is a "
        f"coin, 1 is perfect) is {write_fixed(density, 3)} for the density and "
        f"{write_fixed(box, 3)} for the box."
    )
    if abs(density - box) < CLOSE:
        return f"{told} That is next to no difference."
    return told


def tell_pairs(briefs: Sequence[Brief]) -> str:
    """Say in how many pairs of columns each rule is better, and where the box is."""
    ahead = [brief for brief in briefs if brief.areas[0] - brief.areas[1] >= CLOSE]
    behind = [brief for brief in briefs if brief.areas[1] - brief.areas[0] >= CLOSE]
    alike = len(briefs) - len(ahead) - len(behind)
    told = (
        f"Of {len(briefs)} pairs of columns the density is better in {len(ahead)}, the box in "
        f"{len(behind)}; in {alike} they differ by less than {CLOSE} in area."
    )
    least = min(briefs, key=lambda brief: brief.areas[0] - brief.areas[1])
    if least.areas[0] < least.areas[1]:
        told += (
            f" The box is most ahead in {name_pair(least.name)}: "
            f"{write_fixed(least.areas[1], 3)} against {write_fixed(least.areas[0], 3)}."
        )
    best = max(briefs, key=lambda brief: max(brief.areas))
    return (
        f"{told} Which columns one looks at matters more than the rule: the best pair is "
        f"{name_pair(best.name)}, where the density has {write_fixed(best.areas[0], 3)} and the "
        f"box {write_fixed(best.areas[1], 3)}."
    )


def tell_splits(briefs: Sequence[Brief]) -> str:
    """Say how far the result depends on which half of the benign ones was learnt from."""
    fewer = sum(brief.missed[0] < brief.missed[1] for brief in briefs)
    more = sum(brief.missed[0] > brief.missed[1] for brief in briefs)
    ties = len(briefs) - fewer - more
    tied = f", equally many in {ties}" if ties else ""
    alarms = [brief.false[0] for brief in briefs]
    density, box = (_range(brief.missed[at] for brief in briefs) for at in (0, 1))
    return (
        f"Over {len(briefs)} ways to deal the halves, the density misses fewer than the box in "
        f"{fewer}, more in {more or 'none'}{tied}. It misses {density} (the box {box}), and its "
        f"false alarms go from {write_percent(min(alarms))} to {write_percent(max(alarms))}."
    )


def tell_unclean(clean: Brief, unclean: Brief, share: float) -> str:
    """Say what malignant rows among the training rows do."""
    before, after = clean.missed, unclean.missed
    return (
        f"With {write_percent(share)} malignant ones among the rows to learn from, as where "
        f"nobody has checked them, the density misses {write_percent(after[0])} instead of "
        f"{write_percent(before[0])}. The box misses {write_percent(after[1])} instead of "
        f"{write_percent(before[1])}."
    )


def tell_ordinary(found: Finding) -> str:
    """Say what no threshold helps against."""
    roc = found.density.roc
    half = float(1 - roc.found[roc.false_alarms <= 0.5][-1])
    return (
        "What is rare is not what is dangerous. The mixture has learnt what is ordinary and "
        f"nothing of the illness: {write_percent(half)} of the malignant biopsies lie where the "
        "density is higher than for half of the benign ones, in these columns."
    )


def name_pair(columns: Sequence[int]) -> str:
    """Two columns by their names."""
    return " and ".join(f"“{COLUMNS[column]}”" for column in columns)


def write_count(reach: Reach) -> str:
    """A share with its count and its limits."""
    return (
        f"{write_percent(reach.share)} ({reach.hits} of {reach.runs}; 95\u00a0% limits "
        f"{write_limits(reach)})"
    )


def write_limits(reach: Reach) -> str:
    """Where the share may be."""
    return f"{write_percent(reach.low)} to {write_percent(reach.high)}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _range(shares: Iterable[float]) -> str:
    values = sorted(shares)
    return f"{write_percent(values[0])} to {write_percent(values[-1])}"
