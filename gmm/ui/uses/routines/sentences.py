"""What the page of routines says: sentences whose numbers are computed from the records."""

from collections.abc import Mapping, Sequence

from gmm.cases.days import Days
from gmm.ui.numbers import write_fixed, write_percent, write_setting
from gmm.ui.uses.routines.records import (
    EM_STARTS,
    MOST,
    THRESHOLD,
    Calendar,
    Clustered,
    Found,
    Grouping,
    Hardship,
    Person,
    Shrinking,
    Shrunk,
    Tried,
)

BIC, VARIATIONAL, KMEANS, GRID = (
    "EM, K by BIC",
    "Variational mixture",
    "k-means, K by silhouette",
    "Blocks of 3 hours",
)
RAND = (
    "The numbers are adjusted Rand indices with the true routines: 1 where the groups are the "
    "same, about 0 where they agree by chance only. The truth is used for these numbers alone."
)


def write_clock(hour: float) -> str:
    """An hour as a clock shows it: 7:05, and 0:30 of 24.5."""
    minutes = round(60 * hour) % (24 * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def count_words(number: int) -> str:
    """So many routines."""
    return f"{number} routine" if number == 1 else f"{number} routines"


def tell_answer(
    person: Person, truth: int, bic: Tried, variational: Shrunk, clustered: Clustered
) -> str:
    """Say how many routines there are, and how many each method finds."""
    return (
        f"These {7 * person.weeks} days were made from {count_words(truth)}. "
        f"BIC finds {bic.k}, the variational mixture {variational.grouping.number}, "
        f"and k-means with the silhouette {clustered.grouping.number}."
    )


def tell_found(number: int, truth: int) -> str:
    """Say what a method has found beside the truth."""
    return f"finds {count_words(number)}; true: {truth}"


def tell_best(groupings: Mapping[str, Grouping]) -> str:
    """Say who agrees most with the truth, whoever that is."""
    written = {name: write_fixed(each.agreement, 3) for name, each in groupings.items()}
    best = max(groupings, key=lambda name: groupings[name].agreement)
    equal = [name for name in groupings if written[name] == written[best]]
    who = " and ".join(f"**{name}**" for name in equal)
    agree = "agrees" if len(equal) == 1 else "agree"
    told = f"{who} {agree} most with the true routines: {written[best]}."
    if KMEANS in equal or GRID in equal:
        told += " Here a simple way is as good as a mixture, or better."
    return told


def tell_limit(bic: Tried) -> str:
    """Warn where BIC chooses the most components that were tried; "" elsewhere."""
    return (
        f"BIC chooses K = {MOST}, the largest that was tried: the number may be larger."
        if bic.k == MOST
        else ""
    )


def tell_bic(tried: Sequence[Tried], bic: Tried) -> str:
    """Say by how much BIC prefers its choice."""
    others = [each for each in tried if each.k != bic.k]
    next_best = min(others, key=lambda each: each.bic)
    lead = write_fixed(next_best.bic - bic.bic, 1)
    return (
        f"BIC is lowest at K = {bic.k}; the next best, K = {next_best.k}, is {lead} higher. "
        f"Each fit is the best of {len(EM_STARTS)} starts."
    )


def tell_silhouettes(clustered: Clustered, truth: int) -> str:
    """Say what k-means finds by itself, and what it finds when it is told the number."""
    best, known = clustered.grouping, clustered.known
    told = (
        f"The silhouette of k-means is highest at K = {best.number} "
        f"(adjusted Rand {write_fixed(best.agreement, 3)})."
    )
    if best.number == known.number:
        return told
    return (
        f"{told} Told the true number, {truth}, k-means reaches {write_fixed(known.agreement, 3)}."
    )


def tell_shrinking(run: Shrinking, shrunk: Shrunk, kind: str) -> str:
    """Say how many weights stay, and what the bound does."""
    first, last = run.bounds[0], run.bounds[-1]
    iterations = shrunk.iterations
    end = (
        f"after {iterations} iterations it has converged"
        if shrunk.converged
        else f"it stopped at its limit of {iterations} iterations"
    )
    return (
        f"The variational mixture begins with {MOST} components and keeps "
        f"{shrunk.grouping.number}: so many hold {write_percent(THRESHOLD)} of the events or more. "
        f"Prior on the weights: {kind}, concentration {write_setting(shrunk.concentration)}. "
        f"Its lower bound rises from {write_fixed(first, 1)} to {write_fixed(last, 1)} nats; {end}."
    )


def tell_difference(run: Shrinking) -> str:
    """Say how the stage's colours differ from the run's own responsibilities."""
    return (
        "The stage draws the expected mixture of each half-step, and colours by its "
        "responsibilities. The run's own also count how little is known of a component: at "
        f"the end the likeliest component differs for {run.elsewhere:,} of the "
        f"{len(run.responsibilities):,} events. The curve on the stage is the log-likelihood of "
        "the expected mixture. The run climbs its lower bound instead, so that curve may fall. "
        "A component that has lost all its events is as the prior has it, on the mean of all "
        "events, with a weight near 0."
    )


def tell_concentrations(by_kind: Mapping[str, Sequence[Shrunk]], truth: int) -> str:
    """Say for which concentrations the true number is found, prior by prior."""
    told = []
    for kind, each in by_kind.items():
        right = [one.concentration for one in each if one.grouping.number == truth]
        numbers = [one.grouping.number for one in each]
        low, high = min(numbers), max(numbers)
        many = f"{low}" if low == high else f"{low} to {high}"
        found = (
            "at none of them the true number"
            if not right
            else f"the true number at {len(right)} of them "
            f"({', '.join(write_setting(one) for one in right)})"
        )
        told.append(f"**{kind}**: {many} routines at {len(each)} concentrations, {found}.")
    return " ".join(told)


def name_found(found: Found) -> str:
    """Name a routine by what is known of it without the truth: its hour and its activity."""
    return f"{write_clock(found.mean[0])}, activity {write_fixed(float(found.mean[1]), 0)}"


def list_found(calendar: Calendar, days: Days) -> list[dict[str, str]]:
    """List the routines found, with the true one that most of their events come from."""
    return [
        {
            "around (± SD)": f"{write_clock(each.mean[0])} "
            f"± {write_fixed(60 * each.spread[0], 0)} min",
            "mostly (truth)": days.routines[each.truth].name,
            "activity ± SD": f"{write_fixed(each.mean[1], 1)} ± {write_fixed(each.spread[1], 1)}",
            "of the events": write_percent(each.share),
            "of these from it": write_percent(each.purity),
        }
        for each in calendar.found
    ]


def tell_week(calendar: Calendar, days: Days) -> str:
    """Say which routine tells weekdays from weekends best, each way."""
    gaps = calendar.weekends - calendar.weekdays
    free, busy = int(gaps.argmax()), int(gaps.argmin())

    def name(at: int) -> str:
        return f"the routine around {write_clock(calendar.found[at].mean[0])}"

    return (
        f"On weekends {name(free)} has {write_percent(calendar.weekends[free])} of a day's events "
        f"and on weekdays {write_percent(calendar.weekdays[free])}; {name(busy)} has "
        f"{write_percent(calendar.weekends[busy])} on weekends and "
        f"{write_percent(calendar.weekdays[busy])} on weekdays. The fit knows nothing of days: it "
        f"sees hours and activities only."
    )


HARDSHIPS = {
    "The day is cut at midnight": "midnight",
    "Sport at home, in the evening": "overlap",
    "One week only": "few days",
}


def name_settings(how: str, person: Person) -> str:
    """Name the easy or the hard way, as it is."""
    if how == "midnight":
        return f"day begins at {write_clock(person.begin)}"
    if how == "overlap":
        return "sport in the evening" if person.overlap else "sport before the evening"
    return f"{person.weeks} weeks" if person.weeks > 1 else "1 week"


def tell_hardship(how: str, easy: Hardship | None, hard: Hardship | None, name: str) -> str:
    """Say what becomes of the routine that a hardship is about, by BIC's mixture."""
    if easy is None or hard is None:
        return f"There are no events of the routine “{name}” here."
    if how == "midnight":
        return (
            f"Hours are a circle, and a Gaussian lives on a straight line. "
            f"{write_percent(hard.late)} of the {hard.events} events of “{name}” are before "
            f"midnight, the rest after it: about 24 hours apart where the day is cut at midnight. "
            f"In BIC's mixture the largest part of them in one component is "
            f"{write_percent(hard.together)}; where the day begins at 4:00 it is "
            f"{write_percent(easy.together)}."
        )
    if how == "overlap":
        return (
            f"Sport at home takes place at about the same hours as the evening, and is less "
            f"active than sport outside. In BIC's mixture {write_percent(hard.together)} of the "
            f"events of “{name}” are in one component, and {write_percent(hard.pure)} of that "
            f"component's events are sport; where sport comes before the evening these are "
            f"{write_percent(easy.together)} and {write_percent(easy.pure)}."
        )
    return (
        f"A rare routine needs many days. “{name}” has {hard.events} events in one week and "
        f"{easy.events} in the longer time. In BIC's mixture {write_percent(hard.pure)} of the "
        f"events of its component are really its in one week, and {write_percent(easy.pure)} in "
        f"the longer time."
    )
