"""Navigation, nothing else: what every page stands in."""

import streamlit as st

from gmm.files import ASSETS
from gmm.ui.arrival import tell_wrong_page
from gmm.ui.away import watch_connection
from gmm.ui.pages import TITLES, find_page
from gmm.ui.stage.edits import take_kept

st.set_page_config(page_title="Mixtape", page_icon=str(ASSETS / "icon.svg"), layout="wide")
st.logo(ASSETS / "logo.svg", size="large", icon_image=ASSETS / "icon.svg")
pages = [find_page(name) for name in TITLES]
page = st.navigation(pages, position="top")
# The words that a person read until now (gmm/ui/serving/front.py) make room. And where the system
# forces its colours, Streamlit's sliders and switches would not be there at all: they are
# backgrounds and nothing else.
st.html("""<style>
.first-words { visibility: hidden; transition: none; }
@media (forced-colors: active) {
  [data-testid="stSlider"] > [role="group"],
  [data-testid="stCheckbox"] label > div:first-of-type { forced-color-adjust: none; }
}
.st-key-connection { position: absolute; }</style>""")
watch_connection(page.title)
take_kept()
tell_wrong_page([each.url_path for each in pages])
page.run()
