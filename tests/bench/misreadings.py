"""How many files of real programs are read right, refused, or read wrong without a word.

    python -m tests.bench.misreadings [--all] [--at COMMIT]

Prints the verdicts by family, and each file that is not read or refused as it should be. With a
commit the same files are judged as the reader of that commit reads them: before and after.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.data.exports.corpus import FAMILIES
from tests.data.exports.judge import CRASH, REFUSED, RIGHT, UNREAD, VERDICTS, WRONG, judge

WIDTH = 140
ROOT = Path(__file__).resolve().parents[2]


def judge_commit(commit: str) -> None:
    """Judge with the reader of another commit: its code beside the tests of this one."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", commit, "gmm", "assets"], cwd=ROOT, capture_output=True, check=True
        )
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        (Path(folder) / "tests").symlink_to(ROOT / "tests")
        subprocess.run([sys.executable, "-m", "tests.bench.misreadings"], cwd=folder, check=True)


def main() -> None:
    if "--at" in sys.argv:
        judge_commit(sys.argv[sys.argv.index("--at") + 1])
        return
    verdicts = {
        family: [(export.name, judge(export)) for export in exports]
        for family, exports in FAMILIES.items()
    }
    print(f"{'':13}{'files':>6}" + "".join(f"{kind:>{len(kind) + 2}}" for kind in VERDICTS))
    total: Counter[str] = Counter()
    for family, judged in verdicts.items():
        counts = Counter(verdict.kind for _, verdict in judged)
        total += counts
        print(_row(family, counts))
    print(_row("all", total))
    wrong = [each for judged in verdicts.values() for _, each in judged if each.kind == WRONG]
    told = sum(verdict.told for verdict in wrong)
    print(f"\nOf the {total[WRONG]} read wrong, {told} are complained of at the next step.")

    shown = VERDICTS if "--all" in sys.argv else (CRASH, WRONG, UNREAD)
    for kind in shown:
        print(f"\n{kind}:")
        for family, judged in verdicts.items():
            for name, verdict in judged:
                if verdict.kind == kind:
                    why = f": {verdict.why}" if kind not in (RIGHT, REFUSED) else ""
                    print(f"  {family}: {name}{why}"[:WIDTH])


def _row(family: str, counts: Counter[str]) -> str:
    return f"{family:13}{counts.total():>6}" + "".join(
        f"{counts[kind]:>{len(kind) + 2}}" for kind in VERDICTS
    )


if __name__ == "__main__":
    main()
