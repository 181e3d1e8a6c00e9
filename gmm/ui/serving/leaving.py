"""What an address says on the next page: all of it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from streamlit.logger import get_logger
from streamlit.runtime.state.query_params import QueryParams

_LOGGER = get_logger(__name__)


def keep_addresses() -> bool:
    """Let a page read all that its own address says, whatever page was there before.

    Where another page makes room for it, Streamlit 1.67 takes those parameters out of the new
    address that widgets of the old page were bound to. It means to forget what the old page said.
    But a link from page to page says what it says, and so does an address that somebody comes back
    to: pages share names, and K of one is K of the other.

    Returns
    -------
    bool
        Whether it could be done; another Streamlit goes on as it does by itself.
    """
    place: Any = QueryParams
    theirs = getattr(place, "populate_from_query_string", None)
    if getattr(theirs, "is_ours", False):
        return True
    fields = getattr(place, "__dataclass_fields__", {})
    if not (theirs and hasattr(place, "unbind_widget") and "_bindings_by_param" in fields):
        _LOGGER.warning("This version of Streamlit may drop parameters between two pages.")
        return False

    def populate(self: Any, query_string: str, valid_script_hashes: set[str] | None = None) -> None:
        if valid_script_hashes is not None:
            for binding in list(self._bindings_by_param.values()):
                if binding.script_hash not in valid_script_hashes:
                    self.unbind_widget(binding.widget_id)
            # A page's link comes after what widgets of the old page hold, which may be the same
            # names. Brought in order later, the address would be an entry of its own in the
            # browser's history, and Back would lead from the page to the page.
            query_string = urlencode(dict(parse_qsl(query_string, True)))
        theirs(self, query_string)

    populate.is_ours = True  # type: ignore[attr-defined]
    place.populate_from_query_string = populate
    return True
