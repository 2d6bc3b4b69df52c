"""YAML files that people edit by hand: read safely, and blamed by file, line and key.

`DataFile` is a parsed file that can say what is wrong with it in one sentence.
The line of a key is looked for only when there is something to say.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from natfig.core import usercache
from natfig.core.errors import DocumentError, Problem, did_you_mean
from natfig.core.io import read_bounded

__all__ = ["DataFile"]

# The longest shipped file has some 30 kB; a megabyte is a wrong file.
MAX_BYTES = 1_000_000


def _loader() -> Any:
    """Return the safe loader, the C one where libyaml is there (about ten times faster)."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _twice(node: Any, seen: set[int]) -> Any:
    """Return the first key node that stands twice in its mapping, or None.

    `seen` holds the nodes that were looked at: an alias is the same node again.
    """
    import yaml

    if id(node) in seen:
        return None
    seen.add(id(node))
    children: list[Any] = []
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in names:
                    return key
                names.add(key.value)
            children.append(value)
    elif isinstance(node, yaml.SequenceNode):
        children = list(node.value)
    return next((found for child in children if (found := _twice(child, seen)) is not None), None)


def _cache_name(path: Path) -> str:
    return f"data/{zlib.crc32(str(path.absolute()).encode()):08x}.json"


def _remembered(path: Path, text: bytes) -> dict[str, Any] | None:
    """Return the content of a file that was read before, bytes for bytes as it is now."""
    data = usercache.read(_cache_name(path))
    if data is None:
        return None
    try:
        kept = json.loads(data)
        if kept["text"] == text.decode() and isinstance(kept["data"], dict):
            return dict(kept["data"])
    except (ValueError, KeyError, TypeError):
        pass  # spoilt, or of another natfig
    return None


def _remember(path: Path, text: bytes, data: dict[str, Any]) -> None:
    try:
        kept = json.dumps({"text": text.decode(), "data": data})
    except (TypeError, ValueError):  # dates and the like, which JSON would change
        return
    if json.loads(kept)["data"] == data:
        usercache.keep(_cache_name(path), kept.encode())


class DataFile:
    """A YAML mapping read from a file.

    Parameters
    ----------
    path : Path
    what : str
        What the file is, for messages ("journal file").

    Raises
    ------
    DocumentError
        If it can't be read, is not YAML, has a key twice, or is not a mapping.
    """

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        self.what = what
        self._text = read_bounded(path, MAX_BYTES, what)
        # Reading YAML takes longer than all the rest of `natfig qa` does with a journal.
        known = _remembered(path, self._text)
        if known is not None:
            self.data: dict[str, Any] = known
            return
        self.data = self._parsed(what)
        _remember(path, self._text, self.data)

    def _parsed(self, what: str) -> dict[str, Any]:
        import yaml

        data = None
        try:
            loader = _loader()(self._text)
            node = loader.get_single_node()
            # YAML itself lets a later key silently win over an earlier one.
            if (again := _twice(node, set())) is not None:
                raise self._at(again.start_mark, f"the key '{again.value}' stands twice")
            if node is not None:
                data = loader.construct_document(node)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise self._at(mark, f"not valid YAML: {reason}") from None
        except ValueError as error:  # a date that is none, such as 2026-13-01
            raise self._at(None, f"not valid YAML: {error}") from None
        if not isinstance(data, dict):
            raise self.fail((), f"a {what} is a mapping of keys to values")
        return data

    def _at(self, mark: Any, message: str, hint: str | None = None) -> DocumentError:
        line = None if mark is None else mark.line + 1
        return DocumentError(Problem(message, file=str(self.path), line=line, hint=hint))

    def _mark(self, where: Sequence[str | int]) -> Any:
        """Return the mark of the deepest part of `where` that is in the file."""
        import yaml

        node = yaml.compose(self._text, _loader())
        mark = None
        for step in where:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == str(step)), None)
                if pair is None:
                    break
                mark, node = pair[0].start_mark, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return mark

    def fail(self, where: Sequence[str | int], message: str, hint: str | None = None) -> DocumentError:
        """Return the error for the key at `where`, to be raised by the caller.

        Parameters
        ----------
        where : sequence of str or int
            Keys from the top of the file; () is the file itself.
        message : str
            What is wrong, without the place.
        hint : str, optional
            What would be right.
        """
        name = ".".join(str(w) for w in where)
        return self._at(self._mark(where), f"{name}: {message}" if name else message, hint)

    def keys(
        self,
        data: Any,
        where: Sequence[str | int],
        *,
        required: Collection[str] = (),
        optional: Collection[str] = (),
    ) -> Mapping[str, Any]:
        """Return `data` as a mapping that has all required keys and no unknown ones.

        Raises
        ------
        DocumentError
            Naming the file, the line and the key.
        """
        if not isinstance(data, dict):
            raise self.fail(where, "is not a mapping", "write keys and values below it")
        allowed = [*required, *optional]
        for key in data:
            if key not in allowed:
                raise self.fail((*where, str(key)), "unknown key", did_you_mean(str(key), allowed))
        for key in required:
            if key not in data:
                raise self.fail(where, f"the key '{key}' is missing", f"every {self._part(where)} has one")
        return data

    def _part(self, where: Sequence[str | int]) -> str:
        return "such entry" if where else self.what

    def text(self, value: Any, where: Sequence[str | int]) -> str:
        """Return `value` if it is a text that is not empty.

        Raises
        ------
        DocumentError
        """
        if not isinstance(value, str) or not value.strip():
            raise self.fail(where, f"{value!r} is not a text")
        return value

    def one_of(self, value: Any, where: Sequence[str | int], choices: Collection[str]) -> str:
        """Return `value` if it is one of `choices`.

        Raises
        ------
        DocumentError
        """
        if not isinstance(value, str) or value not in choices:
            hint = did_you_mean(str(value), choices, what="allowed")
            raise self.fail(where, f"'{value}' is not allowed", hint)
        return value
