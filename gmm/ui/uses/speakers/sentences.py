"""What the page says of its numbers; every sentence holds for the settings that are chosen."""

from collections.abc import Sequence

from gmm.detection_error import DRAWS
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.uses.speakers.records import ADAPTED, GAUSSIAN, OWN, Move, Verdict, find_odds

NAMES = {
    ADAPTED: "the adapted mixture",
    OWN: "a mixture of each person’s own",
    GAUSSIAN: "one Gaussian for each person",
}
LITTLE = 0.1  # of the way: a component that stays
FAR = 0.5
CLEAR = 0.95  # of the draws of people, to say that one way errs less than another


def write_error(verdict: Verdict) -> str:
    """The equal error rate of a method, in percent."""
    return write_rate(verdict.detection.equal_error)


def write_rate(rate: float) -> str:
    """A rate in percent."""
    return write_percent(rate, 1)


def write_interval(verdict: Verdict) -> str:
    """The interval of the rate, or why there is none."""
    if verdict.interval is None:
        return "too few people for an interval"
    low, high = (write_fixed(100 * end, 1) for end in verdict.interval)
    return f"95\u00a0% interval {low} to {high}\u00a0%"


def write_counts(verdict: Verdict) -> str:
    """How many trials of either kind go wrong."""
    return (
        f"{verdict.misses} of {verdict.targets} wrongly refused, "
        f"{verdict.false_alarms} of {verdict.impostors:,} wrongly let in"
    )


def is_clear(verdicts: Sequence[Verdict]) -> bool:
    """Whether who errs least would nearly always do so among other people, too."""
    best = min(verdicts, key=lambda verdict: verdict.detection.equal_error)
    odds = [find_odds(best, other) for other in verdicts if other is not best]
    return all(share is not None and share >= CLEAR for share in odds)


def tell_answer(verdicts: Sequence[Verdict], seconds: str) -> str:
    """Say who errs least, and whether chance may have made the difference.

    Parameters
    ----------
    verdicts : sequence of Verdict
        The adapted mixture's first.
    seconds : str
        How much speech there was, as in "2 seconds".
    """
    errors = {verdict.method: write_error(verdict) for verdict in verdicts}
    least = write_error(min(verdicts, key=lambda verdict: verdict.detection.equal_error))
    best = [method for method, error in errors.items() if error == least]
    begin = f"After {seconds} of each person’s speech, "
    if len(best) == len(errors):
        return f"{begin}all three ways err in {least} of trials."
    rest = [method for method in errors if method not in best]
    err = "errs" if len(best) == 1 else "err"
    told = f"{begin}{_join([NAMES[method] for method in best])} {err} least, in {least} of trials; "
    told += _join([f"{NAMES[method]} in {errors[method]}" for method in rest]) + "."
    if is_clear(verdicts):
        return told
    return f"{told} No way is clearly better: with so few people, chance alone may decide."


def tell_trials(verdict: Verdict, people: int, seconds: int) -> str:
    """Say what a trial is, and how many there are."""
    return (
        f"A trial holds {seconds} seconds of speech against one person’s model. Of the right "
        f"person there are {verdict.targets} trials, of another one {verdict.impostors:,}, among "
        f"{people} people. The threshold is where both errors are equally frequent (equal error "
        f"rate)."
    )


def tell_odds(verdicts: Sequence[Verdict]) -> str:
    """Say whether the adapted mixture would also do better among other people."""
    mine, *others = verdicts
    odds = [(other, find_odds(mine, other)) for other in others]
    parts = [
        f"less than {NAMES[other.method]} in {write_percent(share)} of the draws"
        for other, share in odds
        if share is not None
    ]
    if not parts:
        return ""
    return (
        f"With these people drawn anew {DRAWS} times (bootstrap), the adapted mixture errs "
        f"{_join(parts)}."
    )


def tell_moves(name: str, moves: Sequence[Move], adapted: str) -> str:
    """Say which components have moved, and which have not."""
    frames = sum(move.frames for move in moves)
    most = max(range(len(moves)), key=lambda at: moves[at].frames)
    told = (
        f"Of {name} there are {write_fixed(frames, 0)} frames with speech. Component {most + 1} is "
        f"responsible for {write_fixed(moves[most].frames, 1)} of them and goes "
        f"{write_percent(moves[most].share)} of the way to their mean."
    )
    if len(moves) > 1:
        stay = sum(move.share < LITTLE for move in moves)
        far = sum(move.share > FAR for move in moves)
        go = "goes" if far == 1 else "go"
        told += (
            f" {far} of {len(moves)} components {go} more than half of the way, and {stay} less "
            f"than {write_percent(LITTLE)}: what a person has not said stays as the "
            "background has it."
            if stay
            else f" {far} of {len(moves)} components {go} more than half of the way."
        )
    if adapted == "all":
        told += " Weights and variances are adapted, too."
    return told


def tell_place(before: Sequence[Verdict], after: Sequence[Verdict], place: str) -> str:
    """Say what another sound at the test does to the adapted mixture, and who is best there."""
    first, then = write_error(before[0]), write_error(after[0])
    change = after[0].detection.equal_error - before[0].detection.equal_error
    how = "rises" if change > 0 else "falls"
    told = (
        f"Tests {place}: the adapted mixture’s error stays at {then}."
        if first == then
        else f"Tests {place}: the adapted mixture’s error {how} from {first} to {then}."
    )
    least = min(after, key=lambda verdict: verdict.detection.equal_error)
    if least.method != ADAPTED and write_error(least) != then:
        told += f" There, {NAMES[least.method]} errs least, in {write_error(least)}."
    return told


def tell_lengths(errors: Sequence[tuple[int, Sequence[Verdict]]]) -> str:
    """Say from how much speech on another way is better than the adapted mixture."""
    wins = {
        seconds: min(verdicts, key=lambda verdict: verdict.detection.equal_error)
        for seconds, verdicts in errors
    }
    mine = [seconds for seconds, best in wins.items() if best.method == ADAPTED]
    others = [(seconds, best) for seconds, best in wins.items() if best.method != ADAPTED]
    parts = []
    if mine:
        parts.append(f"With {_list(mine)} the adapted mixture errs least.")
    for method in (OWN, GAUSSIAN):
        when = [seconds for seconds, best in others if best.method == method]
        if when:
            parts.append(f"With {_list(when)} {NAMES[method]} errs least.")
    return " ".join(parts)


def write_seconds(seconds: int) -> str:
    """1 second, 2 seconds."""
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def _list(seconds: Sequence[int]) -> str:
    unit = "second" if list(seconds) == [1] else "seconds"
    return f"{_join([str(each) for each in seconds], 'or')} {unit}"


def _join(words: Sequence[str], by: str = "and") -> str:
    *first, last = words
    return f"{', '.join(first)} {by} {last}" if first else last
