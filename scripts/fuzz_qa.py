"""Damage figures at random and hold QA to its promises.

    python scripts/fuzz_qa.py --minutes 10 --seed 1 [--jobs 2] [--add FOLDER] [--keep FOLDER]

Files of the corpus, of the checks' cases and of folders given are mutated: bytes are
flipped, cut, doubled and spliced, attribute values and numbers are replaced by awkward
ones. Whatever comes out, `check_file` must return a result within ten seconds of CPU time, no check
may crash, the JSON must be strict, nothing may be opened or connected to, and no program
started. What breaks a promise is kept with its seed; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_SUFFIXES = {".svg", ".svgz", ".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"}
_MOST_BYTES = 400_000
_HANG_S = 10
_MEMORY = 6_000_000_000
# Fonts may be looked for; everything else that reaches out of the process is a fault.
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "os.system", "ctypes.dlopen")

_NUMBERS = (
    b"0", b"-1", b"1e308", b"-1e308", b"1e-320", b"NaN", b"inf", b"1e400", b"99999999999999999999", b"0x10",
    b"1e", b".", b"-", b"100%", b"1em", b"calc(1px + 2%)", b"",
)  # fmt: skip
_VALUES = (
    b"url(#a)", b"#a", b"inherit", b"none", b"rotate(", b"matrix(1 0 0 0 0 0)", b"scale(0)", b"M0 0", b"M",
    b"data:image/png;base64,AAAA", b"file:///etc/passwd", b"http://127.0.0.1/", b"&#0;", b"\xff\xfe",
    b"var(--x)", b"scale(1e308)", b"xMidYMid slice", b"0 0 0 0", b"-1 -1 -1 -1", b"\xf0\x9f\x92\xa9",
)  # fmt: skip
_TAGS = (
    b"text", b"tspan", b"use", b"g", b"svg", b"path", b"image", b"symbol", b"clipPath", b"mask", b"switch",
    b"textPath", b"style", b"defs", b"linearGradient", b"pattern", b"foreignObject", b"script", b"rect",
)  # fmt: skip


def _mutated(data: bytes, other: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(_WAYS)(data, other, rng) or b" "
    return data


def _flip(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _cut(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    a, b = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    return data[:a] if rng.random() < 0.4 else data[:a] + data[b:]


def _double(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    a = rng.randrange(len(data))
    piece = data[a : a + rng.randint(1, 2000)]
    return data[:a] + piece * rng.randint(2, 40) + data[a:]


def _splice(data: bytes, other: bytes, rng: random.Random) -> bytes:
    a, b = rng.randrange(len(data)), rng.randrange(len(other))
    return data[:a] + other[b : b + rng.randint(1, 3000)] + data[a:]


def _replaced(pattern: re.Pattern[bytes], choices: tuple[bytes, ...]) -> Any:
    def way(data: bytes, _other: bytes, rng: random.Random) -> bytes:
        found = list(pattern.finditer(data))
        for match in sorted(rng.sample(found, min(len(found), rng.randint(1, 5))), key=lambda m: -m.start()):
            data = data[: match.start(1)] + rng.choice(choices) + data[match.end(1) :]
        return data

    return way


_WAYS = (
    _flip,
    _cut,
    _double,
    _splice,
    _replaced(re.compile(rb"(-?\d+(?:\.\d+)?)"), _NUMBERS),
    _replaced(re.compile(rb"=\"([^\"]{0,300})\""), _VALUES + _NUMBERS),
    _replaced(re.compile(rb"</?([A-Za-z]+)"), _TAGS),
    _replaced(
        re.compile(rb"\b([a-z][A-Za-z-]{2,20})="),
        (b"transform", b"d", b"style", b"x", b"href", b"class", b"id"),
    ),
    _replaced(
        re.compile(rb"/([A-Z][A-Za-z]{1,12})"),
        (b"Type", b"Length", b"Filter", b"Kids", b"Font", b"Resources"),
    ),
)


class _Hang(Exception):  # noqa: N818
    """A file took longer than it may."""


def _on_alarm(_number: int, _frame: object) -> None:
    raise _Hang


def _broken(path: Path, data: bytes, context: Any, reached: list[str]) -> str | None:
    """Return how a promise was broken, or None."""
    from natfig.qa.result import Results
    from natfig.qa.runner import check_file

    reached.clear()
    signal.setitimer(signal.ITIMER_PROF, _HANG_S)
    try:
        result = check_file(path, context, data=data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        json.dumps(Results([result]).to_json(), allow_nan=False)
    except _Hang:
        return "hang: " + traceback.format_exc(limit=-4)
    except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if result.faults:
        return f"a check crashed: {result.faults}"
    return f"reached out: {reached[:3]}" if reached else None


def _work(number: int, options: argparse.Namespace, files: list[Path], tell: Any) -> None:
    from natfig.journals import journals
    from natfig.qa.check import Context

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPROF, _on_alarm)
    rng = random.Random(f"{options.seed}-{number}")  # noqa: S311 - mutations, not secrets
    contexts = [Context(journals.load(name)) for name in ("nature", "plos", "ieee", "cell")] + [Context()]
    reached: list[str] = []
    is_looking = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if is_looking and event in _FORBIDDEN:
            reached.append(f"{event} {arguments!r:.200}")

    sys.addaudithook(hook)
    end = time.monotonic() + 60 * options.minutes
    count, found = 0, 0
    while time.monotonic() < end:
        path = rng.choice(files)
        data = _mutated(path.read_bytes(), rng.choice(files).read_bytes(), rng)
        is_looking = count > 20  # libraries are loaded by then
        why = _broken(path, data, rng.choice(contexts), reached)
        count += 1
        if why is not None:
            found += 1
            options.keep.mkdir(parents=True, exist_ok=True)
            kept = options.keep / f"{options.seed}-{number}-{count}{path.suffix}"
            kept.write_bytes(data)
            kept.with_suffix(".txt").write_text(f"{path}\n{why}\n", encoding="utf-8")
            print(f"{kept}: {why.strip().splitlines()[-1][:200]}", file=sys.stderr, flush=True)
    tell.put((count, found))


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _SUFFIXES and path.is_file() and 0 < path.stat().st_size < _MOST_BYTES:
                yield path


def main() -> int:
    """Run the fuzzer; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--add", type=Path, action="append", default=[], help="a folder with more figures")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="where findings go")
    options = parser.parse_args()
    files = list(_files([ROOT / "tests" / "corpus", ROOT / "tests" / "cases", *options.add]))
    tell: Any = multiprocessing.Queue()
    workers = [
        multiprocessing.Process(target=_work, args=(n, options, files, tell)) for n in range(options.jobs)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    died = sum(worker.exitcode != 0 for worker in workers)
    done = [tell.get(timeout=5) for worker in workers if worker.exitcode == 0]
    count, found = sum(c for c, _ in done), sum(f for _, f in done)
    print(f"{count:,} damaged files of {len(files)}: {found} broke a promise, {died} workers died")
    return int(bool(found or died))


if __name__ == "__main__":
    raise SystemExit(main())
