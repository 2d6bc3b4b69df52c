"""A few hundred damaged files a run; `scripts/fuzz_qa.py` is for ten minutes of them."""

import importlib.util
import random
import signal
from pathlib import Path

import pytest

from natfig.journals import journals
from natfig.qa.check import Context

ROOT = Path(__file__).resolve().parents[2]


def _fuzzer():
    spec = importlib.util.spec_from_file_location("fuzz_qa", ROOT / "scripts" / "fuzz_qa.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fuzz = _fuzzer()
FILES = sorted(fuzz._files([ROOT / "tests" / "corpus", ROOT / "tests" / "cases"]))


def test_there_is_something_to_damage():
    assert len(FILES) > 300


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_break_no_promise(seed):
    before = signal.signal(signal.SIGPROF, fuzz._on_alarm)
    rng = random.Random(seed)  # noqa: S311 - the same damage every time
    try:
        for _ in range(60):
            path = rng.choice(FILES)
            data = fuzz._mutated(path.read_bytes(), rng.choice(FILES).read_bytes(), rng)
            context = Context(journals.load(rng.choice(("nature", "plos", "ieee"))))
            assert fuzz._broken(path, data, context, []) is None, path
    finally:
        signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize(
    "wrong", ["crash", "nan", "hang"], ids=["a check that crashes", "JSON that is none", "a hang"]
)
def test_the_fuzzer_tells_what_breaks(wrong, monkeypatch):
    """A fuzzer that finds nothing must be able to find something."""
    from natfig.qa import runner
    from natfig.qa.result import FileResult

    def check_file(path, context, *, data):
        result = FileResult(str(path), "svg", None, "production")
        if wrong == "crash":
            result.faults.append("TXT001: ZeroDivisionError")
        elif wrong == "nan":
            result.to_json = None
        else:
            raise fuzz._Hang
        return result

    monkeypatch.setattr(runner, "check_file", check_file)
    before = signal.signal(signal.SIGPROF, fuzz._on_alarm)
    try:
        assert fuzz._broken(Path("a.svg"), b"<svg/>", Context(), []) is not None
    finally:
        signal.signal(signal.SIGPROF, before)
