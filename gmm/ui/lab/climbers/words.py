"""What the page says of climbs: sentences that hold for these data and this start."""

import math

from gmm.ui.lab.climbers.records import ACROSS, NEAR, Line, Race, Slope
from gmm.ui.numbers import write_fixed, write_percent, write_significant

QUICK, SLOW = 0.5, 0.8  # shares of the way that an iteration leaves
LOWER = "another maximum, {gap} nats lower"
CERTAIN = (
    "**Why EM is so quick here.** There is only one component, so it is known which one made each "
    "point: no information is missing. EM is at the maximum after one iteration."
)
ENDINGS = {
    "converged": "the highest maximum",
    "identical": "two components are identical",
    "max_iterations": "still climbing at its limit",
    "collapsed": "a component collapsed",
    "rule": "no way up found",
}


def tell_answer(race: Race) -> str:
    """Say who gets to the top first, and who does not get there.

    Parameters
    ----------
    race : Race
    """
    if race.best is None:
        return _tell_nobody(race)
    arrived = [line for line in race.lines if line.arrived is not None]
    others = [_tell_other(line) for line in race.lines if line.arrived is None]
    return " ".join([_tell_first(arrived), *others])


def _tell_nobody(race: Race) -> str:
    lost = [line.name for line in race.lines if line.stopped == "collapsed"]
    if lost:
        whose = "whoever climbs" if len(lost) == len(race.lines) else f"under {_list(lost)}"
        return (
            f"**From this start a component collapses, {whose}: the likelihood has no end there.** "
            f"Below are the log-likelihoods. Choose another start seed or fewer components."
        )
    steps = max(line.across["iterations"][-1] for line in race.lines)
    return f"**Nobody has reached the highest maximum after {write_fixed(steps, 0)} steps.**"


def _list(names: list[str]) -> str:
    """Write names as a sentence has them."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _tell_first(arrived: list[Line]) -> str:
    """Of those that are at the top."""
    first, *others = sorted(arrived, key=lambda line: cost(line, "looks"))
    looks = write_fixed(cost(first, "looks"), 0)
    alike = [line for line in others if cost(line, "looks") == cost(first, "looks")]
    others = [line for line in others if line not in alike]
    names = _list([line.name for line in (first, *alike)])
    gets = "get" if alike else "gets"
    told = f"**{names} {gets} to the top with the fewest looks at the points: {looks}.**"
    em = next((line for line in others if line.name == "EM"), None)
    second = em or (others[0] if others else None)
    if second is None:
        return told
    times = cost(second, "looks") / cost(first, "looks")
    more = f", about {write_fixed(times, 0)} times as many" if times >= 2 else ""
    told += f" {second.name} needs {write_fixed(cost(second, 'looks'), 0)}{more}."
    quickest = min(arrived, key=lambda line: cost(line, "seconds"))
    beside = second if quickest is not second else first
    also = "is first on the clock as well" if quickest is first else "is first on the clock"
    return (
        f"{told} {quickest.name} {also}: {write_milliseconds(cost(quickest, 'seconds'))}, "
        f"{beside.name} takes {write_milliseconds(cost(beside, 'seconds'))} "
        f"(time of the processor, measured on this server)."
    )


def _tell_other(line: Line) -> str:
    """Of one that is not at the top."""
    count = int(line.across["iterations"][-1])
    steps = "1 step" if count == 1 else f"{count:,} steps"
    gap = write_gap(line)
    if line.stopped == "converged":
        return f"{line.name} ends at another maximum, {gap} nats lower."
    if line.stopped == "max_iterations":
        return f"{line.name} is still {gap} nats below after {steps}."
    if line.stopped == "identical":
        return f"{line.name} stops where two components are identical, {gap} nats lower."
    if line.stopped == "collapsed":
        return f"Under {line.name} a component collapses after {steps}."
    return f"{line.name} finds no way up after {steps}, {gap} nats below."


def tell_rate(race: Race) -> str:
    """Say why EM is as fast as it is; "" where EM is at no maximum.

    Parameters
    ----------
    race : Race
    """
    if not 0 < race.rate < 1:
        return CERTAIN if race.rate == 0 else ""
    missing = write_percent(race.rate, 1)
    why = (
        f"**{_name_pace(race.rate)}** Nobody knows which component made which point. "
        f"At EM's maximum, {missing} of the information about the parameters is missing for that "
        f"reason, in the direction where most "
        f"is. Each iteration leaves that share of the way, so the gap shrinks to "
        f"{write_percent(race.rate**2, 1)} of what it was: by steps, a straight line in the chart."
    )
    if math.isnan(race.seen):
        return f"{why} This run is too short to see it."
    return f"{why} On EM's tape each step is {write_percent(race.seen, 1)} of the step before."


def _name_pace(rate: float) -> str:
    if rate > SLOW:
        return "Why EM is slow here."
    return (
        "Why EM is quick once it is near its maximum." if rate < QUICK else "How fast EM is here."
    )


def tell_slope(slope: Slope) -> str:
    """Say whether the formula and trying agree.

    Parameters
    ----------
    slope : Slope
    """
    if not math.isfinite(slope.apart):
        return "Here numbers do not reach far enough to try it."
    agree = "agree" if slope.apart < 1e-4 else "do not agree to many digits here"
    return (
        f"Formula and trial {agree}. Of the first {slope.tried} coordinates, weights and "
        f"covariances included, the largest difference is {write_significant(slope.apart, 2)} "
        f"of the largest slope."
    )


def tell_end(line: Line) -> str:
    """Say in a few words how a climb ended."""
    if line.stopped == "converged" and line.arrived is None:
        if not write_gap(line):
            return "a maximum, not the highest point"
        return LOWER.format(gap=write_gap(line))
    if line.stopped in ("max_iterations", "rule") and line.arrived is not None:
        return "at the top, but for the last digits"
    return ENDINGS.get(line.stopped, line.stopped)


def list_rows(race: Race) -> list[list[str]]:
    """Make the rows of the table: what each climber needed to get to the top.

    Parameters
    ----------
    race : Race
    """
    rows = []
    for line in race.lines:
        last = write_fixed(float(line.log_likelihood[-1]), 3)
        costs = ["–"] * 3
        if line.arrived is not None:
            costs = [
                *(write_fixed(cost(line, name), 0) for name in ("iterations", "looks")),
                write_milliseconds(cost(line, "seconds")),
            ]
        rows.append([line.name, tell_end(line), last, *costs])
    return rows


HEAD = ["Climber", "How it ended", "Log-likelihood", "Steps", "Looks", "Time"]
CAPTION = (
    f"Steps, looks at the points and time of the processor until the gap is below {NEAR} nats. "
    "In one look every "
    "point is held against every component. An iteration of EM takes one look, a step of SQUAREM "
    "up to four. All begin at the same start."
)


def cost(line: Line, across: str) -> float:
    """What it has cost to get to the top, for one that has."""
    assert across in ACROSS
    return float(line.across[across][line.arrived or 0])


def write_gap(line: Line) -> str:
    """The gap that is left, "" where there is none."""
    gap = float(line.gap[-1])
    return write_significant(gap, 3) if math.isfinite(gap) else ""


def write_milliseconds(seconds: float) -> str:
    """A short time with its unit."""
    if seconds >= 1:
        return f"{write_significant(seconds, 2)} s"
    return f"{write_significant(1000 * seconds, 2)} ms"
