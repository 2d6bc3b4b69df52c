"""Path data as segments in absolute coordinates, in one pass and bounded memory.

A figure may hold 400,000 paths of thirty bytes, or one of fifty megabytes. Short data
is read command by command. Where a long stretch repeats one command, as every
plotting program writes lines, its numbers are converted together, which is faster
than numpy's parser; stretches are a few ten kilobytes, so that no more is in memory
at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core import lazyre
from natfig.qa._pathnumbers import arc_numbers, blank_end, bounded, glued, is_plain, may_overflow, spaced
from natfig.qa._pathpen import DRAW, Event, Pen

__all__ = ["LETTERS", "Event", "events", "events_of"]

_STRETCH = 1 << 14
# Subpaths shorter than this, in characters, are read command by command.
_FEW = 100

LETTERS = "MmZzLlHhVvCcSsQqTtAa"
_REPEATED = "LlCcHhVvQqSsTtAa"
_SUBPATH = lazyre.compile("[Mm][^Mm]*|[^Mm]+")
_COMMAND = lazyre.compile(f"([{LETTERS}])([^{LETTERS}]*)")
_LETTER = lazyre.compile(f"[{LETTERS}]")
_ODD = lazyre.compile(rf"[^{LETTERS}0-9eE.+\- \t\r\n\f]")
_GAP = lazyre.compile(r"[ ,\t\r\n\f]|(?<![eE])[-+]")


class _Stop(Exception):  # noqa: N818 - not a fault of ours: the data ends being valid here
    """The data is invalid from here on; what came before counts."""


def events_of(data: str) -> list[Event]:
    """Return `events` of short data at once."""
    found = _straight(data)
    if found is None:
        reader = _Reader()
        reader.read(data)
        found = reader.taken()
    return found


def _straight(data: str) -> list[Event] | None:
    """Return the events of one subpath of absolute lines; None if the data is anything else.

    Ticks, bars and error bars are by far the most paths of a plot, and this reads them
    in half the time.
    """
    if not data.startswith("M") or not is_plain(data) or may_overflow(data):
        return None
    if "," in data:
        data = data.replace(",", " ")
    commands = _COMMAND.findall(data)
    last, rest = commands[-1]
    is_closed = last in "Zz"
    if is_closed:
        commands.pop()
        if rest and not rest.isspace():
            return None
    xs: list[float] = []
    ys: list[float] = []
    x = y = 0.0
    try:
        for letter, rest in commands:
            if letter == "L" or not xs:
                x, y = map(float, rest.split())
            elif letter == "H":
                x = float(rest)
            elif letter == "V":
                y = float(rest)
            else:
                return None
            xs.append(x)
            ys.append(y)
    except ValueError:
        return None  # not the right count, signs without blanks, or an error
    if len(xs) < 2 and not is_closed:
        return None
    found: list[Event] = [("M", xs[0], ys[0]), ("L", xs, ys)]
    if is_closed:
        found.append(("Z", None, None))
    return found


def events(data: str) -> Iterator[Event]:
    """Yield what a path draws, up to the first error in its data.

    Source
    ------
    SVG 2, sections 9.3 (commands) and 9.5.4 (errors);
    <https://www.w3.org/TR/SVG2/paths.html#PathData>. Commas are read as blanks.
    """
    reader = _Reader()
    at = 0
    while at < len(data) and not reader.is_done:
        end = at + _STRETCH
        is_cut = False
        if end < len(data):
            letter = _LETTER.search(data, end, end + 4096)
            gap = letter or _GAP.search(data, end)
            end = gap.start() if gap else len(data)
            is_cut = letter is None and gap is not None
        reader.read(data[at:end], is_cut=is_cut)
        yield from reader.taken()
        at = end


class _Reader(Pen):
    """A pen that reads path data, stretch by stretch."""

    __slots__ = ("held", "is_cut", "is_done")

    def __init__(self) -> None:
        super().__init__()
        self.is_done = False
        self.is_cut = False  # the text ends between the numbers of a command
        self.held = ""  # what of a cut command is still to be read, with its letter

    def read(self, text: str, *, is_cut: bool = False) -> None:
        """Read a stretch that begins with a command, or goes on with the one that was cut."""
        if self.held:
            goes_on = not _LETTER.match(text, blank_end(text, 0))
            if goes_on or len(self.held) > 1:
                text = f"{self.held} {text}"
            self.held = ""
        self.is_cut = is_cut
        if "," in text:
            text = text.replace(",", " ")
        is_careful = may_overflow(text)
        try:
            if not is_plain(text):
                odd = _ODD.search(text)
                self.is_cut = is_cut and odd is None
                self.read_each(text[: odd.start()] if odd else text, is_careful)
                self.is_done = odd is not None
            elif len(text) < _FEW * (1 + text.count("M") + text.count("m")):
                self.read_each(text, is_careful)
            else:
                self.read_subpaths(text, is_careful)
        except _Stop:
            self.is_done = True

    def read_subpaths(self, text: str, is_careful: bool) -> None:
        """Read subpaths long enough that it pays to look at each as a whole."""
        is_cut, self.is_cut = self.is_cut, False
        parts = _subpaths(text)
        for i, part in enumerate(parts, 1):
            self.is_cut = is_cut and i == len(parts)
            if not self.read_alike(part.strip(" \t\r\n\f"), is_careful):
                self.read_each(part, is_careful)

    # ------------------------------------------------------------ one command at a time

    def read_each(self, text: str, is_careful: bool) -> None:
        """Read any path data, command by command."""
        if "-" in text:
            text = spaced(text)
        commands = _COMMAND.findall(text)
        if text[:1] not in LETTERS and text[blank_end(text, 0) :][:1] not in LETTERS:
            raise _Stop
        if not commands:
            return
        if self.is_cut:
            final = commands.pop()
            self.is_cut = False
            for letter, rest in commands:
                self.read_command(letter, rest, is_careful)
            commands = [final]
            self.is_cut = True
        for letter, rest in commands:
            self.read_command(letter, rest, is_careful)

    def read_command(self, letter: str, rest: str, is_careful: bool) -> None:
        """Read one command with its arguments, repeated as often as they are."""
        if letter in "Zz":
            if not self.last:
                raise _Stop
            self.close()
            self.last = "z"
            if rest and not rest.isspace():
                raise _Stop
            return
        if letter in "Aa":
            values, left = arc_numbers(rest)
            is_valid = not left
        else:
            left = ""
            try:
                values, is_valid = list(map(float, rest.split())), True
                if is_careful:
                    values, is_valid = bounded(values)
            except ValueError:
                values, is_valid = glued(rest)
        draw, count, is_relative = DRAW[letter]
        if not self.last and draw is not Pen.move:
            raise _Stop
        if not values or not is_valid or len(values) % count:
            self.read_part(letter, values, left, is_valid or bool(left))
            return
        draw(self, values, is_relative)
        self.last = letter.lower()
        if self.is_cut:
            self.hold(letter, "")

    def read_part(self, letter: str, values: list[float], left: str, is_valid: bool) -> None:
        """Draw what is whole of a command's arguments; hold the rest back, or stop at it."""
        draw, count, is_relative = DRAW[letter]
        whole = len(values) - len(values) % count
        if whole:
            draw(self, values[:whole], is_relative)
            self.last = letter.lower()
        if not self.is_cut or not is_valid:
            raise _Stop
        rest = " ".join(map(repr, values[whole:])) + left
        if whole:
            self.hold(letter, rest)
        else:  # not even the first set is there: it stays what it is
            self.held = f"{letter} {rest}"

    def hold(self, letter: str, rest: str) -> None:
        """Keep what the next stretch has to begin with: points after a move are lines."""
        letter = {"M": "L", "m": "l"}.get(letter, letter)
        self.held = f"{letter} {rest}" if rest else letter

    # ------------------------------------------------------------ many commands at once

    def read_alike(self, part: str, is_careful: bool) -> bool:
        """Read a subpath, or the rest of one, that repeats one command; return whether it was such.

        Nothing is drawn when it was not.
        """
        first, body = part[:1], part[1:]
        if not self.last and first not in {"M", "m"}:
            return False
        is_closed = body[-1:] in {"Z", "z"}
        if is_closed:
            body = body[:-1]
        letters = [letter for letter in _REPEATED if letter in part]
        if len(letters) > 1:
            return not is_careful and self.read_steps(part, letters)
        letter = letters[0] if letters else "l" if first == "m" else "L"
        if letter not in "LlCc" or first not in {"M", "m", letter}:
            return False
        if self.is_cut and (letter in body or is_closed):
            return False
        count = 2 if letter in "Ll" else 6
        values = _alike_numbers(body, letter, 2 if first in "Mm" else count, count)
        if values is None or (first in "Mm" and len(values) < 2):
            return False
        if is_careful and not bounded(values)[1]:
            return False
        extra = (len(values) - (2 if first in "Mm" else 0)) % count
        if extra and not self.is_cut:
            return False
        rest = values[len(values) - extra :]
        del values[len(values) - extra :]
        self.draw_alike(first, letter, values)
        if is_closed:
            self.close()
            self.last = "z"
        elif self.is_cut:
            self.hold(letter, " ".join(map(repr, rest)))
        return True

    def draw_alike(self, first: str, letter: str, values: list[float]) -> None:
        """Draw the numbers of a move (or of none) and of one repeated command."""
        if first in "Mm":
            self.move(values[:2], first == "m")
            self.last = "m"
            del values[:2]
        if values:
            DRAW[letter][0](self, values, letter in "lc")
            self.last = letter.lower()

    def read_steps(self, part: str, letters: list[str]) -> bool:
        """Read a subpath of lines, level and upright ones among them, in one loop."""
        if self.is_cut or not set(letters) <= set("LlHhVv"):
            return False
        start = 0
        if part[0] in "Mm":
            first = _LETTER.search(part, 1)
            start = first.start() if first else len(part)
            self.read_command(part[0], part[1:start], False)
        rest = part[start:]
        for letter in (*letters, "Z", "z"):
            rest = rest.replace(letter, f" {letter} ")
        rest = self.draw_steps(rest.split())
        if rest:
            self.read_each(rest, False)
        return True

    def draw_steps(self, tokens: list[str]) -> str:
        """Draw commands with one set of arguments each, and return what comes after them."""
        self.start_lines()
        xs, ys, x, y = self.xs, self.ys, self.x, self.y
        walk = iter(tokens)
        letter, done = self.last, 0
        try:
            for command in walk:
                if command == "H":
                    x = float(next(walk))
                    done += 2
                elif command == "V":
                    y = float(next(walk))
                    done += 2
                elif command == "h":
                    x += float(next(walk))
                    done += 2
                elif command == "v":
                    y += float(next(walk))
                    done += 2
                else:
                    to_x, to_y = float(next(walk)), float(next(walk))
                    if command == "L":
                        x, y = to_x, to_y
                    elif command == "l":
                        x, y = x + to_x, y + to_y
                    else:
                        break
                    done += 3
                letter = command
                xs.append(x)
                ys.append(y)
        except (ValueError, StopIteration):
            pass  # signs without blanks, Z, or an error: read one by one
        self.x, self.y, self.last = x, y, letter.lower()
        if done == len(tokens):
            return ""
        again = "" if tokens[done] in LETTERS else f"{letter} "
        return again + " ".join(tokens[done:])


def _subpaths(text: str) -> list[str]:
    """Return path data cut before every move."""
    mover = "m" if "m" in text else "M"
    if mover == "m" and "M" in text:
        return _SUBPATH.findall(text)
    first, *others = text.split(mover)
    if not others or (len(others) == 1 and not first):
        return [text]
    return ([first] if first else []) + [mover + other for other in others]


def _alike_numbers(body: str, letter: str, lead: int, count: int) -> list[float] | None:
    """Return `lead` numbers and sets of `count` behind a letter each; None if it isn't so."""
    for text in (body, spaced(body)) if "-" in body else (body,):
        tokens = text.replace(letter, " L ").split()
        if letter in text:
            marks = tokens[lead :: count + 1]
            if marks.count("L") != len(marks) or tokens[-1] == "L":
                return None
            del tokens[lead :: count + 1]
        try:
            return list(map(float, tokens))
        except ValueError:
            continue  # signs without blanks
    return None
