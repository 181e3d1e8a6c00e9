"""What a session has at hand: the last file under its name, until it is taken away."""

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from gmm.ui.sources.at_hand import find_at_hand, forget_at_hand, keep_at_hand

    first = b"1"
    keep_at_hand("file", "a.csv", "1", first)
    keep_at_hand("file", "a.csv", "1", bytes([49]))
    kept = find_at_hand("file", "a.csv")
    assert kept is not None
    assert kept.content is first  # one object, not two that are equal
    assert find_at_hand("file", "b.csv") is None
    assert find_at_hand("block", "a.csv") is None
    keep_at_hand("file", "a.csv", "2", b"2")
    kept = find_at_hand("file", "a.csv")
    assert kept is not None
    assert kept.content == b"2"
    forget_at_hand("file")
    assert find_at_hand("file", "a.csv") is None
    forget_at_hand("file")
    st.write("done")


def test_the_last_file_is_found_by_its_name() -> None:
    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.markdown[0].value == "done"
