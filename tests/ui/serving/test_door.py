"""Our own addresses beside Streamlit's."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from gmm.ui.serving.door import ROUTES


@pytest.mark.parametrize("path", ["/playground", "/a/b/playground"])
@pytest.mark.parametrize(("query", "target"), [("", "./"), ("?k=3&v=4", "./?k=3&v=4")])
def test_the_first_page_by_its_name_leads_to_the_root(path: str, query: str, target: str) -> None:
    client = TestClient(Starlette(routes=ROUTES), follow_redirects=False)
    answer = client.get(path + query)
    assert answer.is_redirect
    assert answer.headers["location"] == target
