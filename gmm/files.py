"""The files that the code needs beside it, named in one place."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent

# A wheel carries them inside the package (pyproject.toml maps the checkout's top to gmm.carried);
# in a checkout, and installed from it with -e, they lie beside it.
ROOT = _HERE / "carried" if (_HERE / "carried").is_dir() else _HERE.parent
APP = ROOT / "app.py"
ASSETS = ROOT / "assets"
PAGES = ROOT / "pages"
FRAME = _HERE / "ui" / "frame.py"
