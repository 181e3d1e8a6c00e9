"""A person without a browser: what Streamlit's page says to the server, said by a program.

`Person` opens a page, changes settings, uploads a file, loses the connection and comes back, as the
page of Streamlit 1.67 does it in Chromium. `tests.bench.hall` is many of them.
"""

from tests.person.apart import run_apart
from tests.person.person import Person, PersonError

__all__ = ["Person", "PersonError", "run_apart"]
