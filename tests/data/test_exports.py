"""What real programs write is read as a person would, or refused where nobody could."""

import pytest

from tests.data.exports.corpus import FAMILIES
from tests.data.exports.export import Export
from tests.data.exports.judge import REFUSED, RIGHT, judge

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
