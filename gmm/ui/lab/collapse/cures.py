"""The cures of a collapse, in the stage's words, and what each changes of a run's settings."""

from gmm.limits import MAX_SEED
from gmm.ui.lab.collapse.records import Cure
from gmm.ui.run import Run
from gmm.ui.stage.offers import RANDOM, suggest_ridge

SEEDS = 5  # other starts that are tried


def list_cures(run: Run) -> list[Cure]:
    """List the cures that a run's settings leave open.

    Parameters
    ----------
    run : Run
        As it collapsed.
    """
    settings = run.settings
    larger = "A larger ridge" if settings.ridge else "A small ridge"
    cures = [Cure("ridge", larger, (suggest_ridge(run),))]
    if settings.covariance != "tied" and settings.k > 1:
        cures.append(Cure("tied", "Tied covariances", ({"covariance": "tied"},)))
    if settings.k > 1:
        seeds = range(settings.start_seed + 1, settings.start_seed + 1 + SEEDS)
        starts = tuple({"start_seed": seed % (MAX_SEED + 1)} for seed in seeds)
        cures.append(Cure("seed", "Another start", starts))
        if settings.start != RANDOM:
            cures.append(Cure("random", "Start at random points", ({"start": RANDOM},)))
        cures.append(Cure("fewer", "One component fewer", ({"k": settings.k - 1},)))
    return cures
