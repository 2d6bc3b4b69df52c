"""YAML is read with lines, YAML 1.2's booleans, and bounds on size, depth and aliases."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import SpecError
from natfig.spec.source import MAX_BYTES, MAX_DEPTH, parse_source, read_source

FILE = Path("x.yaml")


def parse(text):
    return parse_source(text if isinstance(text, bytes) else text.encode(), FILE)


def fault(text):
    with pytest.raises(SpecError) as caught:
        parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("true", True),
        ("False", False),
        ("1e5", 1e5),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("+1", 1),
        ("0x1F", 31),
        ("007", "007"),
        ("1:30", "1:30"),
        ("2020-01-01", "2020-01-01"),
        ("~", None),
        ("", None),
        ("null", None),
        ("'5'", "5"),
        ("!!str 5", "5"),
        (".inf", float("inf")),
        ("1_000", "1_000"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_values_are_those_of_yaml_1_2(text, value):
    found = parse(f"a: {text}\n").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_every_key_path_has_its_line():
    source = parse("a: 1\nb:\n  - x\n  - y: 2\n    z: 3\n")
    assert source.line("a") == 1
    assert source.line("b", 0) == 3
    assert source.line("b", 1, "z") == 5
    assert source.line("b", 1, "not there") == 4
    assert source.line("nowhere") == 1


def test_anchors_and_merge_keys():
    assert parse("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x\n").data == {
        "a": {"p": 1, "q": 2},
        "b": {"p": 1, "q": 3},
        "c": {"p": 1, "q": 2},
    }


def test_a_byte_order_mark_is_no_content():
    assert parse("\ufeffa: 1").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.yaml: the file is empty; `natfig init` writes a working spec"),
        ("# only a comment\n", "the file holds nothing at the top"),
        ("- 1\n- 2\n", "x.yaml:1: the file holds a list at the top"),
        ("hello", "the file holds text at the top"),
        ("a:\n\tb: 1\n", "x.yaml:2: a tab indents this line; YAML indents with spaces only"),
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: a: the key is there twice, first in line 1"),
        ("a: {b: 1, b: 2}\n", "x.yaml:1: a.b: the key is there twice"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2: a second document begins here"),
        (b"a: \xe4\n", "x.yaml:1: byte 0xe4 is not valid UTF-8; save the file as UTF-8"),
        ("a: 1".encode("utf-16"), "the file is UTF-16"),
        (b"a: \x07\n", "a character YAML does not allow"),
        ("a: b: c\n", "x.yaml:1: not valid YAML: mapping values are not allowed"),
        ("a: [1, 2\nb: 3", "x.yaml:2: not valid YAML"),
        (
            "a: !!python/object:os.system x",
            "the tag tag:yaml.org,2002:python/object:os.system is not allowed",
        ),
        ("a: !!int '5'", "the tag tag:yaml.org,2002:int is not allowed"),
        ("? [a]\n: b\n", "a key must be text"),
        ("a: *b", "the alias *b stands for nothing yet"),
        ("a: &a\n  b: *a\n", "the alias *a stands for nothing yet"),
        ("a: {<<: 3}", "'<<' takes a mapping"),
        ("a: " + "[" * 100_000, f"nested more than {MAX_DEPTH} levels deep"),
        ("a: " + "{b: " * 5_000, f"nested more than {MAX_DEPTH} levels deep"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(text, message):
    assert message in fault(text)


def test_duplicate_keys_are_told_all_at_once():
    assert fault("a: 1\nb: 2\na: 3\nb: 4\n").count("twice") == 2


def test_an_alias_bomb_is_stopped():
    rows = ["a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"]
    rows += [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 10)}]" for i in range(9)]
    assert "expands to more than" in fault("\n".join(rows))


def test_aliases_do_not_get_round_the_depth():
    rows = ["a0: &a0 [1]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, MAX_DEPTH + 5)]
    assert "levels deep" in fault("\n".join(rows))


def test_a_large_file_is_refused(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_bytes(b"a: 1\n" + b"#" * MAX_BYTES)
    with pytest.raises(SpecError, match="1,000,000 at most; put long tables into a data file"):
        read_source(path)


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(SpecError, match="no such spec"):
        read_source(tmp_path / "none.yaml")
    with pytest.raises(SpecError, match="is a folder, not a spec"):
        read_source(tmp_path)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        assert isinstance(parse(text.encode("utf-8", "surrogatepass")).data, dict)
    except SpecError:
        return


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    try:
        assert isinstance(parse_source(raw, FILE).data, dict)
    except SpecError:
        return


# Text made of YAML's own marks reaches more of the reader than arbitrary text does.
@given(
    st.lists(
        st.sampled_from(
            [
                "a: ",
                "- ",
                "\n",
                "  ",
                "{",
                "}",
                "[",
                "]",
                "&x ",
                "*x",
                "<<: ",
                "!t ",
                "? ",
                "'",
                '"',
                ",",
                "|",
                "---",
                "b",
                "1",
            ]
        ),
        max_size=40,
    )
)
def test_yaml_like_text_is_read_or_refused(pieces):
    try:
        assert isinstance(parse("".join(pieces)).data, dict)
    except SpecError:
        return
