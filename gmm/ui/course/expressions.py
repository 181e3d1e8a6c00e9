"""Expressions of a lesson: names, numbers, + - * / and a few functions, and comparisons of them."""

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import Any

Look = Callable[[str], float]  # a name -> its number

LONGEST = 300  # characters

_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.\w+)*")
_SIGNS = str.maketrans({"−": "-", "–": "-", "≤": "<=", "≥": ">=", "×": "*", "·": "*", "÷": "/"})
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "abs": abs,
    "min": min,
    "max": max,
}
_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}


def calculate(text: str, look: Look) -> float:
    """Calculate an expression.

    Parameters
    ----------
    text : str
        Such as "end.log_likelihood - scene.2.end.log_likelihood".
    look : callable
        Gives the number of a name, or raises ValueError with a sentence.

    Raises
    ------
    ValueError
        With a sentence, if it is none, or has no finite value.
    """
    value = _evaluate(text, look)
    if isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"“{text}” has no number as its value.")
    return float(value)


def compare(text: str, look: Look) -> bool:
    """Tell whether a comparison is true: "end.wrong < 10", several joined by "and".

    Raises
    ------
    ValueError
        With a sentence, if it is no comparison.
    """
    value = _evaluate(text, look)
    if not isinstance(value, bool):
        raise ValueError(f"“{text}” is no comparison. Use <, <=, >, >= or ==.")
    return value


def list_names(text: str) -> list[str]:
    """List the names in an expression, each once."""
    found = (name[0] for name in _NAME.finditer(text))
    return [name for name in dict.fromkeys(found) if name not in _FUNCTIONS and name != "and"]


def is_plain_name(text: str) -> bool:
    """Whether an expression is a single name."""
    return _NAME.fullmatch(text.strip()) is not None


def _evaluate(text: str, look: Look) -> Any:
    if len(text) > LONGEST:
        raise ValueError(f"An expression has at most {LONGEST} characters.")
    known: dict[str, str] = {}

    def stand_in(found: re.Match[str]) -> str:
        if found[0] in _FUNCTIONS or found[0] == "and":
            return found[0]
        return known.setdefault(found[0], f"name_{len(known)}")

    # Names have dots and numbers in them, which Python's grammar would read otherwise.
    source = _NAME.sub(stand_in, text.translate(_SIGNS))
    names = {short: name for name, short in known.items()}
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"“{text}” cannot be read as an expression.{_advise(text)}") from None
    try:
        return _walk(tree.body, lambda short: look(names[short]), text)
    except (ArithmeticError, TypeError, KeyError):
        raise ValueError(f"“{text}” cannot be calculated.") from None


def _advise(text: str) -> str:
    """What is likely wrong, for who writes it."""
    if re.search(r"(?<![<>=!])=(?!=)", text):
        return " Use == to compare."
    if re.search(r"\d,\d", text):
        return " A number has a point, not a comma."
    return ""


def _walk(node: ast.expr, look: Look, text: str) -> Any:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.Name(id=name) if name.startswith("name_"):
            return look(name)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_walk(left, look, text), _walk(right, look, text))
        case ast.UnaryOp(op=ast.USub() as op, operand=operand):
            return _OPERATORS[type(op)](_walk(operand, look, text))
        case ast.Call(func=ast.Name(id=name), args=values, keywords=[]) if name in _FUNCTIONS:
            arguments = [_walk(value, look, text) for value in values]
            try:
                return _FUNCTIONS[name](*arguments)
            except ValueError:  # the root or the logarithm of what has none
                raise ArithmeticError from None
        case ast.Compare(left=first, ops=ops, comparators=others):
            values = [_walk(value, look, text) for value in (first, *others)]
            pairs = zip(ops, values, values[1:], strict=False)
            return all(bool(_OPERATORS[type(op)](a, b)) for op, a, b in pairs)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_walk(value, look, text) for value in values)
    raise ValueError(f"“{text}” cannot be read as an expression.")
