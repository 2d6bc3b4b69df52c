"""PDF functions: what turns a spot colour or a place in a gradient into colour components.

Source: ISO 32000-1, section 7.10.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from natfig.qa.readers._pdf.filters import unpacked
from natfig.qa.readers._pdf.objects import array, child, number, numbers

__all__ = ["Function", "function"]

Function = Callable[[Sequence[float]], list[float]]

_MOST_BYTES = 4_000_000
_MOST_PARTS = 256
_MOST_DEPTH = 8
_MOST_TOKENS = 20_000
_MOST_NESTING = 32


def function(obj: Any, depth: int = 0) -> Function | None:
    """Return a function object as a callable, or None where it can't be read.

    An array of functions, as gradients have, becomes one with as many outputs.
    """
    if depth > _MOST_DEPTH:
        return None
    if many := array(obj)[:_MOST_PARTS]:
        parts = [function(part, depth + 1) for part in many]
        good = [part for part in parts if part is not None]
        return (lambda x: [v for part in good for v in part(x)]) if len(good) == len(many) else None
    makers = {0: _sampled, 2: _exponential, 3: _stitched, 4: _calculator}
    maker = makers.get(int(number(child(obj, "/FunctionType"), -1)))
    domain = numbers(child(obj, "/Domain"))
    if maker is None or not domain or len(domain) < 2:
        return None
    inner = maker(obj, domain, depth)
    if inner is None:
        return None
    limits = numbers(child(obj, "/Range"))

    def clipped(x: Sequence[float]) -> list[float]:
        out = inner(_clip(x, domain))
        return _clip(out, limits) if limits else out

    return clipped


def _clip(values: Sequence[float], limits: Sequence[float]) -> list[float]:
    pairs = zip(values, limits[::2], limits[1::2], strict=False)
    return [min(max(v, low), high) for v, low, high in pairs]


def _sampled(obj: Any, domain: Sequence[float], depth: int) -> Function | None:  # noqa: ARG001
    limits, sizes = numbers(child(obj, "/Range")), numbers(child(obj, "/Size"))
    bits = int(number(child(obj, "/BitsPerSample"), 8))
    if not limits or not sizes or bits not in {8, 16, 32} or len(sizes) * 2 != len(domain):
        return None
    data = unpacked(obj, _MOST_BYTES)
    outputs, width = len(limits) // 2, bits // 8
    shape = [max(1, int(s)) for s in sizes]
    if math.prod(shape) * outputs * width > len(data):
        return None
    decode = numbers(child(obj, "/Decode")) or limits
    encode = numbers(child(obj, "/Encode")) or [v for s in shape for v in (0.0, s - 1.0)]
    most = float((1 << bits) - 1)

    def at(index: Sequence[int]) -> list[float]:
        place, step = 0, 1
        for i, size in zip(index, shape, strict=True):
            place += min(max(i, 0), size - 1) * step
            step *= size
        start = place * outputs * width
        raw = [data[start + k * width : start + (k + 1) * width] for k in range(outputs)]
        return [
            decode[2 * k] + int.from_bytes(r, "big") / most * (decode[2 * k + 1] - decode[2 * k])
            for k, r in enumerate(raw)
        ]

    def look(x: Sequence[float]) -> list[float]:
        places = [
            _between(v, domain[2 * k], domain[2 * k + 1], encode[2 * k], encode[2 * k + 1])
            for k, v in enumerate(x)
        ]
        if len(places) != 1:  # the nearest sample is near enough for a colour
            return at([round(p) for p in places])
        low = math.floor(places[0])
        share = places[0] - low
        return [a + share * (b - a) for a, b in zip(at([low]), at([low + 1]), strict=True)]

    return look


def _between(x: float, a: float, b: float, c: float, d: float) -> float:
    return c if a == b else c + (x - a) * (d - c) / (b - a)


def _exponential(obj: Any, domain: Sequence[float], depth: int) -> Function | None:  # noqa: ARG001
    c0, c1 = numbers(child(obj, "/C0")) or [0.0], numbers(child(obj, "/C1")) or [1.0]
    power = number(child(obj, "/N"), 1.0)

    def look(x: Sequence[float]) -> list[float]:
        share = abs(x[0]) ** power if x[0] or power > 0 else 0.0
        return [a + share * (b - a) for a, b in zip(c0, c1, strict=False)]

    return look


def _stitched(obj: Any, domain: Sequence[float], depth: int) -> Function | None:
    parts = [function(part, depth + 1) for part in array(child(obj, "/Functions"))[:_MOST_PARTS]]
    bounds, encode = numbers(child(obj, "/Bounds")), numbers(child(obj, "/Encode"))
    good = [part for part in parts if part is not None]
    if not good or len(good) != len(parts) or bounds is None or encode is None:
        return None
    if len(bounds) != len(good) - 1 or len(encode) < 2 * len(good):
        return None
    edges = [domain[0], *bounds, domain[1]]

    def look(x: Sequence[float]) -> list[float]:
        k = sum(x[0] >= b for b in bounds)
        return good[k]([_between(x[0], edges[k], edges[k + 1], encode[2 * k], encode[2 * k + 1])])

    return look


_Program = list[Any]

_TWO: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b if b else 0.0,
    "idiv": lambda a, b: float(int(a / b)) if b else 0.0,
    "mod": lambda a, b: math.fmod(a, b) if b else 0.0,
    "exp": lambda a, b: abs(a) ** b if a or b > 0 else 0.0,
    "atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    "eq": lambda a, b: float(a == b),
    "ne": lambda a, b: float(a != b),
    "gt": lambda a, b: float(a > b),
    "ge": lambda a, b: float(a >= b),
    "lt": lambda a, b: float(a < b),
    "le": lambda a, b: float(a <= b),
    "and": lambda a, b: float(int(a) & int(b)),
    "or": lambda a, b: float(int(a) | int(b)),
    "xor": lambda a, b: float(int(a) ^ int(b)),
}
_ONE: dict[str, Callable[[float], float]] = {
    "neg": lambda a: -a,
    "abs": abs,
    "ceiling": math.ceil,
    "floor": math.floor,
    "round": lambda a: math.floor(a + 0.5),
    "truncate": math.trunc,
    "cvi": math.trunc,
    "cvr": float,
    "sqrt": lambda a: math.sqrt(max(a, 0.0)),
    "sin": lambda a: math.sin(math.radians(a)),
    "cos": lambda a: math.cos(math.radians(a)),
    "ln": lambda a: math.log(a) if a > 0 else 0.0,
    "log": lambda a: math.log10(a) if a > 0 else 0.0,
    "not": lambda a: float(not a),
}


def _calculator(obj: Any, domain: Sequence[float], depth: int) -> Function | None:  # noqa: ARG001
    tokens = re.findall(rb"[{}]|[^\s{}]+", unpacked(obj, _MOST_BYTES))
    if len(tokens) > _MOST_TOKENS:
        return None
    stack: list[_Program] = [[]]
    for token in tokens:
        if token == b"{":
            if len(stack) > _MOST_NESTING:
                return None
            stack.append([])
        elif token == b"}":
            if len(stack) < 2:
                return None
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(_word(token))
    if len(stack) != 1 or len(stack[0]) != 1:
        return None
    program = stack[0][0]

    def look(x: Sequence[float]) -> list[float]:
        values = list(x)
        try:
            _run(program, values)
        except (IndexError, ArithmeticError, ValueError):
            return [0.0] * (len(numbers(child(obj, "/Range")) or []) // 2)
        return values

    return look


def _word(token: bytes) -> Any:
    try:
        return float(token)
    except ValueError:
        return token.decode("latin-1")


def _run(program: _Program, values: list[float]) -> None:
    """Run a program; the language has no loops, and its nesting is bounded."""
    for k, word in enumerate(program):
        if isinstance(word, float):
            values.append(word)
        elif isinstance(word, list):
            continue  # belongs to an `if` that follows
        elif word == "if":
            if values.pop():
                _run(program[k - 1], values)
        elif word == "ifelse":
            _run(program[k - 2] if values.pop() else program[k - 1], values)
        elif word in _TWO:
            b, a = values.pop(), values.pop()
            values.append(_TWO[word](a, b))
        elif word in _ONE:
            values.append(float(_ONE[word](values.pop())))
        else:
            _shuffle(word, values)


def _shuffle(word: str, values: list[float]) -> None:
    if word == "dup":
        values.append(values[-1])
    elif word == "pop":
        values.pop()
    elif word == "exch":
        values[-1], values[-2] = values[-2], values[-1]
    elif word == "copy":
        count = _count(values)
        values.extend(values[-count:] if count else [])
    elif word == "index":
        values.append(values[-1 - _count(values)])
    elif word == "roll":
        by, count = int(values.pop()), _count(values)
        if count:
            by %= count
            values[-count:] = values[len(values) - by :] + values[-count : len(values) - by]
    elif word in {"true", "false"}:
        values.append(float(word == "true"))
    else:
        raise ValueError(word)


def _count(values: list[float]) -> int:
    count = int(values.pop())
    if not 0 <= count <= len(values):
        raise IndexError(count)
    return count
