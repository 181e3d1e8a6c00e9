"""What real programs write is read as a person would, or refused where nobody could."""

import pytest

from tests.data.exports.corpus import FAMILIES
from tests.data.exports.export import Export
from tests.data.exports.judge import REFUSED, RIGHT, UNREAD, WRONG, judge

EXPORTS = [
    pytest.param(export, id=f"{family}: {export.name}")
    for family, exports in FAMILIES.items()
    for export in exports
]


def test_the_corpus_is_large_and_of_every_family() -> None:
    assert len(EXPORTS) >= 300
    assert len({param.id for param in EXPORTS}) == len(EXPORTS)
    assert min(len(exports) for exports in FAMILIES.values()) >= 10


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_is_read_right_or_refused_as_it_should(export: Export) -> None:
    verdict = judge(export)
    assert verdict.kind in (RIGHT, REFUSED), verdict.why


SOURCE = b"name,x\na,1\nb,2.5\nc,\n"
RIGHTLY = Export("", SOURCE, ("name", "x"), {"name": ["a", "b", "c"], "x": [1.0, 2.5, None]})


@pytest.mark.parametrize(
    ("export", "kind"),
    [
        (RIGHTLY, RIGHT),
        (RIGHTLY._replace(names=("", "x"), columns={0: ["a", "b", "c"]}), RIGHT),
        (RIGHTLY._replace(names=("", "name", "x")), RIGHT),
        (RIGHTLY._replace(names=("name", "y"), columns={"name": ["a", "b", "c"]}), WRONG),
        (RIGHTLY._replace(names=("name", "x", "y")), WRONG),
        (RIGHTLY._replace(columns={"x": [1.0, 2.5]}), WRONG),
        (RIGHTLY._replace(columns={"x": [1.0, 2.5, 0.0]}), WRONG),
        (RIGHTLY._replace(columns={"x": [1.0, 2.5000001, None]}), WRONG),
        (RIGHTLY._replace(columns={"x": ["1", "2.5", ""]}), WRONG),
        (RIGHTLY._replace(columns={"name": [1.0, 2.0, 3.0]}), UNREAD),
        (RIGHTLY._replace(names=(), columns={}, refused=True), WRONG),
        (RIGHTLY._replace(source=b""), UNREAD),
        (RIGHTLY._replace(source=b"", refused=True), REFUSED),
    ],
)
def test_the_judge_is_strict_and_fair(export: Export, kind: str) -> None:
    assert judge(export).kind == kind
