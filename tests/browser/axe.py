"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def find_violations(page: Page) -> list[str]:
    """Each violation on the whole page, Streamlit's part of it too: no rule and no element is left out."""
    found = Axe().run(page).response
    assert len(found["passes"]) > 15, "axe has hardly looked"
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
