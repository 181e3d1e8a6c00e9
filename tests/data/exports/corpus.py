"""All exports, by family."""

from tests.data.exports import (
    broken,
    instruments,
    long,
    pasted,
    portals,
    programs,
    spreadsheets,
    statistics,
)
from tests.data.exports.export import Export

FAMILIES: dict[str, list[Export]] = {
    "spreadsheets": spreadsheets.EXPORTS,
    "statistics": statistics.EXPORTS,
    "instruments": instruments.EXPORTS,
    "portals": portals.EXPORTS,
    "programs": programs.EXPORTS,
    "pasted": pasted.EXPORTS,
    "long": long.EXPORTS,
    "broken": broken.EXPORTS,
}
