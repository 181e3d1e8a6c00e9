"""The case of filling gaps: cells knocked out of a table, and filled by the mixture."""
