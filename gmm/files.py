"""The files that the code needs beside it, named in one place."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
PAGES = ROOT / "pages"
