"""What somebody asks for next, and whether an answer is that."""

import random
from functools import cache
from typing import Any, NamedTuple

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_SEED
from gmm.ui.link import UPLOAD, open_settings
from tests.person.widgets import Value

# Of six points, more components than these may ask for more than there are.
COMPONENTS = range(1, 7)
SETS = [name for name, recipe in DATASETS.items() if len(recipe.make(300, 0).points) > 20]

# How often each kind of change is made, of 100.
KINDS = {"seed": 40, "k": 25, "covariance": 12, "knob": 5, "twin": 6, "data": 12}


class Wish(NamedTuple):
    """The run that somebody wants to see; `file` is what their own points are called."""

    data: str = "Old Faithful"
    k: int = 2
    start_seed: int = 7
    covariance: str = "full"
    start: str = "random points"
    twin: bool = True
    knobs: tuple[tuple[str, float], ...] = ()
    file: str = ""

    def change(self, **changes: Any) -> "Wish":
        return self._replace(**changes)


def open_wish(data: str, twin: bool = True, file: str = "") -> Wish:
    """Give what a data set opens with."""
    s = open_settings(data)
    return Wish(data, s.k, s.start_seed, s.covariance, s.start, twin, s.knobs, file)


def draw_change(wish: Wish, chance: random.Random) -> tuple[Wish, dict[str, Value]]:
    """Draw a change of one setting.

    Returns
    -------
    wish : Wish
        What is wanted then.
    widgets : dict of str to Value
        What the page's widgets are set to for it.
    """
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    if kind == "data" and not wish.file:
        data = chance.choice([name for name in SETS if name != wish.data])
        return open_wish(data, wish.twin), {"data": data}
    if kind == "knob" and wish.knobs:
        knob = chance.choice(DATASETS[wish.data].knobs)
        steps = round((knob.high - knob.low) / knob.step)
        value = type(knob.default)(round(knob.low + knob.step * chance.randrange(steps), 6))
        if value != dict(wish.knobs)[knob.name]:
            knobs = {**dict(wish.knobs), knob.name: value}
            return wish.change(knobs=tuple(knobs.items())), {knob.name: [float(value)]}
    if kind == "k":
        k = chance.choice([k for k in COMPONENTS if k != wish.k])
        return wish.change(k=k), {"k": [float(k)]}
    if kind == "covariance":
        name = chance.choice([name for name in COVARIANCES if name != wish.covariance])
        return wish.change(covariance=name), {"covariance": name}
    if kind == "twin":
        return wish.change(twin=not wish.twin), {"twin": not wish.twin}
    seed = chance.randint(0, MAX_SEED)
    return wish.change(start_seed=seed), {"start_seed": seed}


def judge(payload: dict[str, Any], wish: Wish) -> str:
    """Say what is wrong with an answer; "" where it is the run that was asked for."""
    if not payload:
        return "no stage on the page"
    title, summary = payload["title"], payload["summary"]
    parts = summary.split(" · ")
    if title.partition(",")[0] != _title(wish):
        return f"another data set: “{title}” and not “{_title(wish)}”"
    if f"K = {wish.k}" not in parts or payload["K"] != wish.k:
        return "another K"
    if wish.covariance not in parts or f"seed {wish.start_seed}" not in parts:
        return "another covariance or start"
    if len(payload["tapes"]) != 1 + wish.twin:
        return "k-means there or not"
    return ""


def make_file(number: int) -> tuple[str, bytes]:
    """Make somebody's own table: 150 rows that nobody else has."""
    chance = random.Random(number)
    centres = [(chance.uniform(-9, 9), chance.uniform(-9, 9)) for _ in range(3)]
    rows = [
        f"{chance.gauss(x, 1):.4f},{chance.gauss(y, 1):.4f}" for x, y in centres for _ in range(50)
    ]
    return f"own-{number}.csv", "\n".join(["east,north", *rows, ""]).encode()


def _title(wish: Wish) -> str:
    return wish.file if wish.data == UPLOAD else _title_of(wish.data, wish.knobs)


@cache
def _title_of(data: str, knobs: tuple[tuple[str, float], ...]) -> str:
    return DATASETS[data].make(300, 0, **dict(knobs)).title.partition(",")[0]
