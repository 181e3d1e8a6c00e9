"""What the page says of the fits: every number in it is computed, and holds for these data."""

from collections.abc import Mapping, Sequence
from math import isfinite, log

from gmm.cross_validation import HeldOut
from gmm.ui.apart import write_places
from gmm.ui.lab.components.choosing import (
    CRITERIA,
    EQUAL,
    Choice,
    compare_held_out,
    read_value,
)
from gmm.ui.lab.components.records import Clustered, Fitted, Tried
from gmm.ui.numbers import write_fixed, write_significant

STRONG, WEAK = 0.5, 0.25  # mean silhouettes (Kaufman and Rousseeuw 1990, table 4)


def name_fit(fit: Tried) -> str:
    """Name a fit: "K = 3, tied"."""
    return f"K = {fit.k}, {fit.covariance}"


def write_value(value: float, criterion: str) -> str:
    """Write a value of a criterion: nats, or nats per point with more digits."""
    return write_fixed(value, 3 if CRITERIA[criterion].highest else 1)


def tell_choice(choice: Choice, criterion: str, count: int, held: Mapping[Fitted, HeldOut]) -> str:
    """Tell what a criterion chooses out of so many fits, and by how much.

    Parameters
    ----------
    choice : Choice
    criterion : str
    count : int
        How many fits it was asked about.
    held : mapping
    """
    name, highest = CRITERIA[criterion].name, CRITERIA[criterion].highest
    best, second = choice.best, choice.second
    if highest:
        found = held[best.fitted]
        give = (
            f", give or take {write_significant(found.error, 2)}" if isfinite(found.error) else ""
        )
        told = (
            f"**The held-out log-likelihood is highest for {name_fit(best)}**: "
            f"{write_value(choice.value, criterion)} nats per point{give}."
        )
        return f"{told} {_tell_near(choice)}".strip()
    told = f"**{name} chooses {name_fit(best)}**: {write_value(choice.value, criterion)}"
    if second is None:
        return f"{told}. There is no other fit to compare."
    if choice.lead < EQUAL * max(1.0, abs(choice.value)):
        return f"{told}, the lowest of {count} fits; {name_fit(second)} is as good."
    lead = write_significant(choice.lead, 2)
    return f"{told}, the lowest of {count} fits. Next is {name_fit(second)}, {lead} higher."


def _tell_near(choice: Choice) -> str:
    """Tell the one-standard-error rule (Breiman et al. 1984, section 3.4.3)."""
    if not choice.near:
        return "No other fit is within one standard error of it."
    number = len(choice.near)
    others = "1 other fit is" if number == 1 else f"{number} other fits are"
    told = f"{others} within one standard error of it, so these folds cannot tell them apart."
    parameters = choice.simplest.parameters
    if choice.simplest is choice.best:
        return f"{told} None of them has fewer free parameters."
    return (
        f"{told} The simplest of them is **{name_fit(choice.simplest)}**, with {parameters} free "
        f"parameters and not {choice.best.parameters}: the one-standard-error rule takes that one."
    )


def tell_collapsed(fits: Sequence[Tried]) -> str:
    """Tell how many runs have collapsed, and where no criterion says anything; "" for none."""
    lost = sum(each.collapsed for each in fits)
    if not lost:
        return ""
    runs = sum(each.starts for each in fits)
    gaps = [each for each in fits if each.seed is None]
    told = (
        f"{lost:,} of {runs:,} runs collapsed: a component shrank onto a point or a line, where "
        "the likelihood has no end. They are left out."
    )
    if not gaps:
        return told
    one = len(gaps) == 1
    named = "; ".join(name_fit(each) for each in gaps[:4]) + ("; …" if len(gaps) > 4 else "")
    return (
        f"{told} {'One fit has' if one else f'{len(gaps)} fits have'} no criterion at all, since "
        f"every start collapsed ({named}): a gap in the chart."
    )


def tell_disagreements(
    choices: Mapping[str, Choice | None], held: Mapping[Fitted, HeldOut]
) -> list[str]:
    """Tell where the criteria disagree, and why; a sentence for each criterion beside BIC."""
    bic, aic, icl, outside = (choices.get(name) for name in ("bic", "aic", "icl", "held_out"))
    if bic is None:
        return []
    told = []
    if aic is not None:
        told.append(tell_aic(bic.best, aic.best))
    if icl is not None:
        told.append(tell_icl(bic.best, icl.best))
    if outside is not None:
        told.append(tell_held_out(bic.best, outside.best, held))
    return told


def tell_aic(bic: Tried, aic: Tried) -> str:
    """Tell why AIC chooses otherwise than BIC: the price of a parameter."""
    price = log(bic.number) / 2
    prices = (
        f"Each free parameter has to gain 1 nat of log-likelihood for AIC, and "
        f"½ ln N = {write_fixed(price, 2)} nats for BIC"
    )
    if bic.fitted == aic.fitted:
        return f"**AIC** agrees with BIC. {prices}; here both prices lead to the same fit."
    small, large = sorted((bic, aic), key=lambda each: each.parameters)
    more = large.parameters - small.parameters
    gain = large.log_likelihood - small.log_likelihood
    return (
        f"**AIC** chooses {name_fit(aic)}, BIC {name_fit(bic)}. {prices}. "
        f"{name_fit(large)} has {more} more free parameters and gains {write_fixed(gain, 1)} nats: "
        f"AIC asks for {more}, BIC for {write_fixed(more * price, 1)}."
    )


def tell_icl(bic: Tried, icl: Tried) -> str:
    """Tell why ICL chooses otherwise than BIC: the price of overlap."""
    meant = "ICL is BIC and a price for overlap: points that could be of two components are dear"
    if bic.fitted == icl.fitted:
        return (
            f"**ICL** agrees with BIC. {meant}. Here overlap costs "
            f"{write_fixed(icl.overlap, 1)}, not enough to change the choice."
        )
    return (
        f"**ICL** chooses {name_fit(icl)}, BIC {name_fit(bic)}. {meant}. "
        f"{name_fit(bic)} pays {write_fixed(bic.overlap, 1)} for it, {name_fit(icl)} "
        f"{write_fixed(icl.overlap, 1)}, and BIC's lead is only "
        f"{write_significant(icl.bic - bic.bic, 2)}. "
        "BIC asks for the density, ICL for clusters that are apart."
    )


def tell_held_out(bic: Tried, best: Tried, held: Mapping[Fitted, HeldOut]) -> str:
    """Tell whether held-out points speak against BIC's choice."""
    if bic.fitted == best.fitted:
        return "**Held-out points** agree with BIC: the same fit foretells them best."
    told = f"**Held-out points** are foretold best by {name_fit(best)}, BIC chooses {name_fit(bic)}"
    if bic.fitted not in held:
        return f"{told}."
    apart = compare_held_out(held[best.fitted], held[bic.fitted])
    if not isfinite(apart.mean) or not isfinite(apart.error):
        return f"{told}."
    by = f"{write_significant(apart.mean, 2)} ± {write_significant(apart.error, 2)} nats per point"
    verdict = (
        "The difference is within one standard error: the folds do not tell the two apart."
        if apart.mean <= apart.error
        else "The difference is more than one standard error: the folds speak against BIC's choice."
        if apart.mean > 2 * apart.error
        else "The difference is between one and two standard errors: a hint, no more."
    )
    return f"{told}. Fold by fold, the first is better by {by}. {verdict}"


def tell_shown(shown: Tried, choice: Choice, criterion: str, held: Mapping[Fitted, HeldOut]) -> str:
    """Tell how the fit on the stage stands beside the criterion's choice."""
    smallest = write_significant(shown.smallest, 3)
    size = f"Its smallest component holds {smallest} of {write_fixed(shown.number, 0)} points."
    if shown.fitted == choice.best.fitted:
        return f"On the stage: {name_fit(shown)}. {size}"
    value = read_value(shown, criterion, held)
    if not isfinite(value):
        return f"On the stage: {name_fit(shown)}. {size}"
    sign = "lower" if CRITERIA[criterion].highest else "higher"
    off = write_significant(abs(value - choice.value), 2)
    return (
        f"On the stage: {name_fit(shown)}. Its {_name(criterion)} is "
        f"{write_value(value, criterion)}, {off} {sign} than that of {name_fit(choice.best)}. "
        f"{_tell_step(shown, choice.best)} {size}"
    )


def _tell_step(shown: Tried, best: Tried) -> str:
    """Tell what the choice has that the fit has not, in nats and parameters."""
    more = best.parameters - shown.parameters
    gain = write_fixed(abs(best.log_likelihood - shown.log_likelihood), 1)
    way = "more" if best.log_likelihood >= shown.log_likelihood else "less"
    if more == 0:
        return f"The choice has as many free parameters, and {gain} nats {way}."
    parameters = f"{abs(more)} {'more' if more > 0 else 'fewer'} free parameters"
    return f"The choice has {parameters}, and {gain} nats of log-likelihood {way}."


def _name(criterion: str) -> str:
    return "held-out log-likelihood" if CRITERIA[criterion].highest else CRITERIA[criterion].name


def tell_agreement(choice: Choice, criterion: str, fits: Sequence[Tried]) -> str:
    """Tell how the choice agrees with the known labels, and whether another fit agrees more."""
    best = max(
        (each for each in fits if isfinite(each.agreement)),
        key=lambda each: (each.agreement, -each.parameters),
        default=None,
    )
    if best is None or not isfinite(choice.best.agreement):
        return ""
    chosen, most = (write_fixed(each.agreement, 2) for each in (choice.best, best))
    told = (
        f"The labels of these points are known, and no criterion has seen them. The choice of "
        f"{_name(criterion)}, {name_fit(choice.best)}, agrees with them to {chosen}"
    )
    if best.fitted == choice.best.fitted or chosen == most:
        return f"{told}: no fit agrees more."
    return f"{told}; {name_fit(best)} agrees most, {most}."


def tell_silhouettes(clustered: Sequence[Clustered], choice: Choice) -> str:
    """Tell for which K the clusters of k-means are apart most."""
    with_one = [each for each in clustered if isfinite(each.silhouette)]
    if not with_one:
        return ""
    best = max(with_one, key=lambda each: (each.silhouette, -each.k))
    value = write_fixed(best.silhouette, 2)
    how = (
        "clusters that are well apart"
        if best.silhouette > STRONG
        else "clusters that are weakly apart"
        if best.silhouette > WEAK
        else "no clusters to speak of"
    )
    same = (
        f"the same K as {name_fit(choice.best)}"
        if best.k == choice.best.k
        else f"while the mixture that was chosen has {choice.best.k}"
    )
    asked = (
        f" A sample of {best.asked:,} points was asked: the value is right to about "
        f"{write_significant(2 * best.error, 1)}."
        if best.error > 0
        else ""
    )
    alone = " It compares two clusters at least, so it can never say that there is only one."
    return (
        f"The mean silhouette of k-means is highest at **K = {best.k}**, {value}: {how}, {same}."
        f"{asked}{alone}"
    )


def list_choices(choices: Mapping[str, Choice | None], labelled: bool) -> dict[str, list[str]]:
    """List what each criterion chooses, column by column; "–" where that is not known yet."""
    rows = [(CRITERIA[criterion].name, choices.get(criterion), criterion) for criterion in CRITERIA]
    table = {
        "Criterion": [name for name, _, _ in rows],
        # A line may break after the comma.
        "Chooses": [
            name_fit(choice.best).replace(" = ", "\u00a0=\u00a0") if choice else "–"
            for _, choice, _ in rows
        ],
        "Value": [
            write_value(choice.value, criterion) if choice else "–" for _, choice, criterion in rows
        ],
    }
    if labelled:
        table["Labels"] = [
            write_fixed(choice.best.agreement, 2) if choice else "–" for _, choice, _ in rows
        ]
    return table


def list_all(fits: Sequence[Tried], held: Mapping[Fitted, HeldOut]) -> dict[str, list[object]]:
    """List every fit with every number, column by column."""

    def write(values: Sequence[float]) -> list[object]:
        finite = [value for value in values if isfinite(value)]
        texts = iter(write_places(finite) if finite else [])
        return [next(texts) if isfinite(value) else "" for value in values]

    table: dict[str, list[object]] = {
        "K": [each.k for each in fits],
        "Covariance": [each.covariance for each in fits],
        "Free parameters": [each.parameters for each in fits],
        "Log-likelihood": write([each.log_likelihood for each in fits]),
    }
    for criterion, (name, _, _) in CRITERIA.items():
        values = [read_value(each, criterion, held) for each in fits]
        if any(map(isfinite, values)):
            table[name] = write(values)
    table["Smallest component"] = [
        write_significant(each.smallest, 3) if isfinite(each.smallest) else "" for each in fits
    ]
    table["Collapsed starts"] = [f"{each.collapsed} of {each.starts}" for each in fits]
    return table
