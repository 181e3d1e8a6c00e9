"""What happened: times, failures and what it took; as a table, or as JSON."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.bench.hall.processes import Reading


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of them does not exceed; nan of none."""
    if not values:
        return float("nan")
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Ledger:
    """What people met.

    Attributes
    ----------
    loads, changes, returns : list of float
        Seconds until an answer was there: of opening a page, of a setting, and of the first setting
        after a lost connection, from its loss on.
    failures : Counter
        How often each thing went wrong.
    facts : dict
        What else there is to tell, in order.
    """

    def __init__(self) -> None:
        self.loads: list[float] = []
        self.changes: list[float] = []
        self.returns: list[float] = []
        self.failures: Counter[str] = Counter()
        self.facts: dict[str, Any] = {}

    def tell_use(self, before: Reading, after: Reading, seconds: float, own: float) -> None:
        """Tell what the server and the people took of the processors."""
        used = after.seconds - before.seconds
        self.facts["processor of the server"] = round(used / seconds, 3)
        self.facts["processor of the people"] = round(own / seconds, 3)
        if self.changes:
            self.facts["processor ms a change"] = round(1000 * used / len(self.changes), 1)

    def write_json(self) -> str:
        """Write all of it, for a program."""
        times = {"load": self.loads, "change": self.changes, "return": self.returns}
        told = {
            name: {
                "count": len(values),
                "p50": round(quantile(values, 0.5), 4),
                "p95": round(quantile(values, 0.95), 4),
                "max": round(max(values), 4),
            }
            for name, values in times.items()
            if values
        }
        return json.dumps({**self.facts, **told, "failures": dict(self.failures)}, indent=1)

    def write_table(self) -> str:
        """Write all of it, for a reader."""
        lines = [f"{name:32} {value}" for name, value in self.facts.items()]
        lines += [f"{'':32} {'count':>7} {'p50':>8} {'p95':>8} {'max':>8}"]
        named = {
            "first load, s": self.loads,
            "a changed setting, s": self.changes,
            "from a cut to the first setting, s": self.returns,
        }
        for name, values in named.items():
            if values:
                shown = quantile(values, 0.5), quantile(values, 0.95), max(values)
                lines += [f"{name:32} {len(values):7} " + " ".join(f"{x:8.3f}" for x in shown)]
        lines += [f"{'failed':32} {self.failures.total():7}"]
        lines += [f"  {count:5} x {reason}" for reason, count in self.failures.most_common(20)]
        return "\n".join(lines)
