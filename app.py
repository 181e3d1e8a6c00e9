"""The door: `streamlit run app.py` and `mixtape` open here."""

from streamlit import App

from gmm.files import FRAME
from gmm.ui.failing import tell_failure
from gmm.ui.serving.door import MIDDLEWARE, ROUTES, live

# gmm/ui/frame.py, not this file, is the script that Streamlit runs. With a folder named pages/
# beside the main script, a cold server would answer its first deep link by Streamlit's old page
# discovery.
app = App(FRAME, routes=ROUTES, middleware=MIDDLEWARE, lifespan=live, on_script_error=tell_failure)
