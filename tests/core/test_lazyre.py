import re
from pathlib import Path

import pytest

import natfig
from natfig.core import lazyre


def test_it_works_as_a_pattern():
    digits = lazyre.compile(r"(\d+)")
    assert digits.search("a 12 b")[1] == "12"
    assert digits.sub("#", "1 and 2") == "# and #"
    assert digits.findall("1 2") == ["1", "2"]
    assert [m[0] for m in digits.finditer("3 4")] == ["3", "4"]
    assert digits.fullmatch("x") is None
    assert digits.groups == 1
    assert lazyre.compile(rb"a", re.IGNORECASE).match(b"A")
    assert "d+" in repr(digits)


def test_nothing_is_compiled_before_its_first_use():
    wrong = lazyre.compile("(")
    with pytest.raises(re.error):
        wrong.match("x")


def test_every_lazy_pattern_of_natfig_compiles():
    """What would show up late shows up here."""
    call = re.compile(r"lazyre\.compile\(")
    modules = [p for p in Path(natfig.__file__).parent.rglob("*.py") if call.search(p.read_text("utf-8"))]
    assert modules
    base = Path(natfig.__file__).parent.parent
    from importlib import import_module

    for path in modules:
        name = ".".join(path.relative_to(base).with_suffix("").parts)
        if name == "natfig.core.lazyre":
            continue
        for value in vars(import_module(name)).values():
            if isinstance(value, lazyre._Lazy):
                assert value.pattern is not None
