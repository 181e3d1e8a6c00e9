"""Navigation, nothing else: what every page stands in."""

from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]

st.set_page_config(page_title="Mixtape", page_icon=str(ROOT / "assets" / "icon.svg"), layout="wide")
st.logo(ROOT / "assets" / "logo.svg", size="large", icon_image=ROOT / "assets" / "icon.svg")
page = st.navigation(
    [st.Page(ROOT / "pages" / "playground.py", title="Playground", icon=":material/play_circle:")],
)
page.run()
