"""The stage's modules -> one script.

One file is fetched sooner than ninety, and a page that opens from a file cannot import modules. In
a browser's tests the modules are loaded as they are.
"""

import json
import re
from functools import cache

from gmm.files import ASSETS

STAGE = ASSETS / "stage"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";\n', re.MULTILINE)
_DEFAULT = re.compile(r'^import (\w+) from "\./(\w+)\.js";\n', re.MULTILINE)
_DATA = re.compile(
    r'^import (\w+) from "(\.\./\w+\.json)" with \{ type: "json" \};\n', re.MULTILINE
)
# Nobody reads comments there.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)
# Nor does anybody read the indents: no text of the stage goes over the end of a line.
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_PLACE = "<!-- stage -->"
_EXPORT = re.compile(r"^export (default )?(?:const|(?:async )?function\*?) (\w+)", re.MULTILINE)


@cache
def assemble_script(entry: str = "component") -> str:
    """Put a module and all that it imports into one script: each in a scope of its own, it last.

    Parameters
    ----------
    entry : str
        The module's name in assets/stage: "component" is the stage alone, "lesson" a lesson with
        its stage.
    """
    names: list[str] = []

    def visit(name: str) -> None:
        if name not in names:
            source = read_module(name)
            for _, imported in _IMPORT.findall(source) + _DEFAULT.findall(source):
                visit(imported)
            names.append(name)

    visit(entry)
    return "\n".join([_enclose(name) for name in names[:-1]] + [_link(entry)])


def assemble_alone(entry: str, call: str) -> str:
    """Put a module and all that it imports into one script that exports nothing.

    Parameters
    ----------
    entry : str
        The module's name in assets/stage.
    call : str
        The function that it exports by default: what follows in the script calls it.
    """
    return assemble_script(entry).replace(f"export default function {call}", f"function {call}")


def write_inline(data: object) -> str:
    """Write data as JSON that may stand in a script.

    A script ends at the first "</script", wherever that stands: no "<" is left in the data.
    """
    return json.dumps(data).replace("<", "\\u003c")


@cache
def read_part(name: str) -> str:
    """Read markup or a style; the stage's markup stands within that of a lesson.

    Parameters
    ----------
    name : str
        A file in assets/stage, such as "stage.html" or "lesson.css".
    """
    text = (STAGE / name).read_text(encoding="utf-8")
    return text.replace(_PLACE, read_part("stage.html")) if _PLACE in text else text


@cache
def read_module(name: str) -> str:
    """Read a module with its data in it, without comments of whole lines and without indents.

    Parameters
    ----------
    name : str
        In assets/stage, such as "marks".
    """
    source = _COMMENT.sub("", (STAGE / f"{name}.js").read_text(encoding="utf-8"))
    source = _INDENT.sub("", source)
    return _DATA.sub(lambda found: f"const {found[1]} = {_inline(found[2])};\n", source)


def _inline(path: str) -> str:
    return (STAGE / path).read_text(encoding="utf-8").strip()


def _link(name: str) -> str:
    """A module whose imports are taken from the scopes before it."""
    source = _IMPORT.sub(r"const \1 = module_\2;\n", read_module(name))
    return _DEFAULT.sub(r"const \1 = module_\2.default;\n", source)


def _enclose(name: str) -> str:
    """A module as an expression that gives its exports."""
    found = _EXPORT.findall(read_module(name))
    exports = ", ".join(f"default: {each}" if default else each for default, each in found)
    body = re.sub(r"^export (?:default )?(?=const|async|function)", "", _link(name), flags=re.M)
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"
