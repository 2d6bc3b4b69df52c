"""Changing one value of a spec's text and nothing else: comments, order and layout stay byte for byte.

The value's place comes from the YAML parser's own marks. Every change is proved before it is
given back: the new text, read anew, must hold exactly the old values with the one changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from natfig.core.errors import SpecError, UsageError

__all__ = ["MISSING", "remove_value", "set_value", "value_at"]

KeyPath = Sequence[str | int]
#: What `value_at` returns where a spec has no such key.
MISSING = object()


def value_at(data: Any, keys: KeyPath) -> Any:
    """Return a value of a spec by its key path, or `MISSING`."""
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return data


def set_value(text: str, keys: KeyPath, value: Any) -> str:
    """Return a spec's text with one value changed or added.

    Parameters
    ----------
    text : str
        YAML that holds one mapping.
    keys : sequence of str or int
        Path of the value; of what is missing on the way, mappings are made.
    value : text, number, truth value, None, list or mapping
        What it shall be.

    Raises
    ------
    UsageError
        If the path leads through a value that is no mapping or list, or through an alias.
    SpecError
        If the text is no YAML, or the change can't be made in place without changing anything else.
    """
    if not keys:
        raise UsageError("no key to change")
    root, data = _read(text)
    wanted = _unshared(data)
    _put(wanted, keys, value)
    node, depth = _walk(root, keys)
    is_there = depth == len(keys)
    new = _replaced(text, node, value) if is_there else _added(text, node, keys[depth:], value)
    return _proved(new, wanted, keys)


def remove_value(text: str, keys: KeyPath) -> str:
    """Return a spec's text without a key of a mapping.

    Raises
    ------
    UsageError
        If there is no such key.
    SpecError
        If it can't be taken out without changing anything else.
    """
    root, data = _read(text)
    if not keys or value_at(data, keys) is MISSING:
        raise UsageError(f"the spec has no {_dotted(keys)}")
    wanted = _unshared(data)
    del value_at(wanted, keys[:-1])[keys[-1]]
    parent, _ = _walk(root, keys[:-1])
    return _proved(_without(text, parent, keys[-1]), wanted, keys)


# ---------------------------------------------------------------- reading


def _read(text: str) -> tuple[Any, Any]:
    import yaml

    try:
        root = yaml.compose(text, Loader=_loader())
        data = yaml.load(text, Loader=_loader())  # noqa: S506  # one of the safe loaders
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SpecError(f"the spec is not valid YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(data, dict):
        raise SpecError("the spec holds no mapping", hint="`natfig init` writes a working spec")
    return root, data


def _loader() -> Any:
    """Return the safe loader, libyaml's where it is there: it is ten times as fast."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _unshared(data: Any) -> Any:
    """Return a copy in which what an alias stands for is a value of its own."""
    if isinstance(data, dict):
        return {k: _unshared(v) for k, v in data.items()}
    return [_unshared(v) for v in data] if isinstance(data, list) else data


def _put(data: Any, keys: KeyPath, value: Any) -> None:
    for i, key in enumerate(keys[:-1]):
        inner = value_at(data, (key,))
        if inner is MISSING or inner is None:
            if not isinstance(data, dict):
                raise UsageError(f"{_dotted(keys[: i + 1])} is not in the spec")
            inner = data[key] = {}
        data = inner
    last = keys[-1]
    if isinstance(data, list):
        if not isinstance(last, int) or not 0 <= last < len(data):
            raise UsageError(f"{_dotted(keys)} is not in the spec")
    elif not isinstance(data, dict):
        raise UsageError(f"{_dotted(keys[:-1])} is a single value and has no keys")
    data[last] = value


def _walk(root: Any, keys: KeyPath) -> tuple[Any, int]:
    """Return the deepest node on the way, and how many keys led to it."""
    import yaml

    node, depth = root, 0
    for key in keys:
        inner = None
        if isinstance(node, yaml.MappingNode):
            inner = next((v for k, v in node.value if k.value == str(key)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            inner = node.value[key]
        if inner is None:
            break
        node, depth = inner, depth + 1
    return node, depth


def _proved(new: str, wanted: Any, keys: KeyPath) -> str:
    import yaml

    try:
        got = yaml.load(new, Loader=_loader())  # noqa: S506  # one of the safe loaders
    except (yaml.YAMLError, ValueError, RecursionError):
        got = MISSING
    if got is MISSING or not _same(got, wanted):
        raise SpecError(
            f"{_dotted(keys)} can't be changed in place without changing something else",
            hint="change it in an editor",
        )
    return new


def _same(a: Any, b: Any) -> bool:
    """Whether two values are equal and of the same kinds: 1 is not true, and NaN is NaN."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(_same(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return bool(a == b) or (a != a and b != b)  # noqa: PLR0124  # NaN


def _dotted(keys: KeyPath) -> str:
    return ".".join(map(str, keys)) or "the spec"


# ---------------------------------------------------------------- writing


def _flow(value: Any) -> str:
    """Return a value as YAML on one line, quoted so that it may stand in braces too."""
    import yaml

    text = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return text.strip()[1:-1]


def _replaced(text: str, node: Any, value: Any) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    # The end of a block, or of a plain text over several lines, lies behind blanks and comments.
    body = text[start:end]
    kept = body.rstrip()
    if _is_block(node):
        kept = kept if "#" not in body else body.partition("#")[0].rstrip()
        if "#" in body:
            raise SpecError("a block with comments in it can't be exchanged", hint="change it in an editor")
    before = "" if start and text[start - 1] in " \n\t[{,-" else " "
    return text[:start] + before + _flow(value) + text[start + len(kept) :]


def _is_block(node: Any) -> bool:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return node.style in ("|", ">")
    return not node.flow_style


def _added(text: str, node: Any, keys: KeyPath, value: Any) -> str:
    """Return the text with a key added at the end of a mapping."""
    import yaml

    for key in reversed(keys[1:]):
        value = {str(key): value}
    entry = f"{_flow(str(keys[0]))}: {_flow(value)}"
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        start, end = node.start_mark.index, node.end_mark.index
        lead = "" if start and text[start - 1] in " \n\t" else " "
        return text[:start] + lead + "{" + entry + "}" + text[end:]
    if not isinstance(node, yaml.MappingNode):
        raise UsageError(f"{keys[0]} can't be added: there is no mapping")
    if node.flow_style:
        end = node.end_mark.index - 1
        inside = text[node.start_mark.index + 1 : end].rstrip()
        at = node.start_mark.index + 1 + len(inside)
        comma = ", " if node.value and not inside.endswith(",") else (" " if inside.endswith(",") else "")
        return text[:at] + comma + entry + text[at:]
    last = node.value[-1][1]
    at = _end_of_line(text, _content_end(text, last))
    indent = " " * node.value[0][0].start_mark.column
    return text[:at] + f"\n{indent}{entry}" + text[at:]


def _content_end(text: str, node: Any) -> int:
    """Return where the last content of a node ends, blanks and comments behind it left out."""
    import yaml

    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        body = text[node.start_mark.index : node.end_mark.index]
        return int(node.start_mark.index) + len(body.rstrip())
    last = node.value[-1]
    return _content_end(text, last[1] if isinstance(last, tuple) else last)


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found - (found > 0 and text[found - 1] == "\r")


def _without(text: str, parent: Any, key: str | int) -> str:
    import yaml

    if not isinstance(parent, yaml.MappingNode):
        raise SpecError("an item of a list can't be taken out in place", hint="change it in an editor")
    index = next(i for i, (k, _) in enumerate(parent.value) if k.value == str(key))
    name, node = parent.value[index]
    start, end = name.start_mark.index, _content_end(text, node)
    if len(parent.value) == 1 and not parent.flow_style:
        return text[:start] + "{}" + text[end:]
    if parent.flow_style:
        if index + 1 < len(parent.value):
            return text[:start] + text[parent.value[index + 1][0].start_mark.index :]
        if index:
            start = _content_end(text, parent.value[index - 1][1])
        return text[:start] + text[end:]
    line = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    return text[:line] + ("" if after < 0 else text[after + 1 :])
