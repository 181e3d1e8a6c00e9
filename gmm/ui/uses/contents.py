"""What the uses are: a card for each case."""

from gmm.ui.lab.cards import show_cards
from gmm.ui.lab.heading import write_heading
from gmm.ui.pages import USES
from gmm.ui.uses.cases import QUESTIONS

INTRODUCTION = (
    "What Gaussian mixtures are for, in nine cases. Each page shows the data, the fit on the "
    "stage, what the answer is worth beside a simpler way, and where it fails."
)


def show_contents() -> None:
    """Put the cases on the page."""
    write_heading("uses", INTRODUCTION)
    show_cards(USES, QUESTIONS)
