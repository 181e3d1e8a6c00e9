"""Real notebooks for tests: executed by a kernel, cell by cell, and exported as a page."""

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

ROOT = Path(__file__).resolve().parent.parent


def execute(*cells: str) -> nbformat.NotebookNode:
    """Execute code in a kernel of its own; what each cell shows stands in its outputs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.execute(env=environment)
    return notebook


def export(notebook: nbformat.NotebookNode, theme: str = "light") -> str:
    """Write an executed notebook as HTML, without the libraries that a template fetches."""
    exporter = HTMLExporter(theme=theme, require_js_url="", mathjax_url="")
    page, _ = exporter.from_notebook_node(notebook)
    return str(page)
