"""Palettes: files that tell the truth, and marks that stay apart."""

import subprocess
import sys
from pathlib import Path

import pytest

from natfig.core.errors import DocumentError, UsageError
from natfig.style.assign import DASHES, HATCHES, MARKERS, order_colours
from natfig.style.maps import map_colours
from natfig.style.marks import Mark
from natfig.style.palette import ROLES, find_palette, palettes
from natfig.style.palette_loader import load_palette
from natfig.style.vision import APART, VISIONS, contrast, hex_to_rgb, min_distances, rgb_to_hex, stay_apart

NAMES = [
    "batlow",
    "broc",
    "devon",
    "lajolla",
    "lapaz",
    "nature",
    "nature-clinical",
    "nature-genomics",
    "nature-imaging",
    "nature-material",
    "nmi-pastel",
    "okabe-ito",
    "oslo",
    "roma",
    "tol-bright",
    "tol-muted",
    "tol-vibrant",
    "vik",
]
OWN = [name for name in NAMES if palettes.load(name).type == "qualitative"]
MAPS = [name for name in NAMES if name not in OWN]
COUNTS = {
    "nature": 16,
    "nature-clinical": 7,
    "nature-genomics": 6,
    "nature-imaging": 5,
    "nature-material": 6,
    "nmi-pastel": 14,
    "okabe-ito": 8,
    "tol-bright": 7,
    "tol-muted": 10,
    "tol-vibrant": 7,
}


def look(name="nature"):
    return palettes.load(name)


def is_apart(a, b):
    return min_distances(hex_to_rgb([a, b]))[0, 1] >= APART


def conflicts(marks):
    """Return pairs of marks whose colours are confused and which share a marker, a dash or a hatch."""
    found = list(marks.values())
    return [
        (a, b)
        for i, a in enumerate(found)
        for b in found[:i]
        if not is_apart(a.color, b.color) and (a.marker == b.marker or a.dash == b.dash or a.hatch == b.hatch)
    ]


def test_every_palette_is_there():
    assert palettes.names() == NAMES


@pytest.mark.parametrize("name", OWN)
def test_no_colour_is_lost(name):
    assert len(look(name).colours) == COUNTS[name]


@pytest.mark.parametrize(
    ("name", "colour", "value"),
    [
        ("nature", "blue_main", "#0F4D92"),
        ("nature", "gold", "#FFD700"),
        ("nmi-pastel", "delta_down", "#E53935"),
        ("nature-imaging", "magenta", "#FF2AD4"),
        ("nature-material", "lilac", "#B9A7E8"),
        ("nature-clinical", "year2", "#C45AD6"),
        ("nature-genomics", "wave3", "#B89BD9"),
        ("okabe-ito", "reddish_purple", "#CC79A7"),
        ("tol-bright", "purple", "#AA3377"),
        ("tol-vibrant", "orange", "#EE7733"),
        ("tol-muted", "olive", "#999933"),
        ("vik", "blue_main", "#0F4D92"),
    ],
)
def test_colour(name, colour, value):
    assert look(name).colours[colour] == value
    assert look(name).colour(colour) == value


@pytest.mark.parametrize("name", OWN)
def test_order_is_what_is_computed(name):
    palette = look(name)
    start = next(n for n, c in palette.colours.items() if c == palette.signal)
    assert palette.order == order_colours(palette.colours, start, palette.background, palette.reserved)


@pytest.mark.parametrize("name", NAMES)
def test_stays_apart_is_what_is_computed(name):
    palette = look(name)
    assert dict(palette.stays_apart) == {vision: stay_apart(palette.cycle, vision) for vision in VISIONS}


@pytest.mark.parametrize("name", NAMES)
def test_first_colours_stay_apart_for_everyone(name):
    first = look(name).cycle[: look(name).apart]
    assert len(first) >= 3
    assert all(is_apart(a, b) for i, a in enumerate(first) for b in first[:i])


@pytest.mark.parametrize("name", NAMES)
def test_order_starts_with_the_signal_and_can_be_seen(name):
    palette = look(name)
    assert palette.cycle[0] == palette.signal
    seen = contrast(hex_to_rgb(palette.cycle), hex_to_rgb(palette.background))
    assert seen.min() >= 2
    assert not set(palette.order) & set(palette.reserved)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ROLES)
def test_roles(name, role):
    colour = getattr(look(name), role)
    hex_to_rgb(colour)
    if role in {"signal", "accent", "up", "down", "ink"}:
        assert contrast(hex_to_rgb(colour), hex_to_rgb(look(name).background)) >= 2.5


@pytest.mark.parametrize("name", NAMES)
def test_signal_and_accent_and_directions_stay_apart(name):
    palette = look(name)
    assert is_apart(palette.signal, palette.accent)
    assert is_apart(palette.signal, palette.neutral)
    assert contrast(hex_to_rgb(palette.ink), hex_to_rgb(palette.background)) >= 7


def test_up_and_down_stay_apart_or_the_file_says_so():
    """Green and red of one family are kept as published; direction is never shown by colour alone."""
    confused = [name for name in OWN if not is_apart(look(name).up, look(name).down)]
    assert confused == ["nmi-pastel"]
    assert "confuse" in look("nmi-pastel").note


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", range(1, 13))
def test_marks_never_conflict(name, n):
    marks = look(name).assign([f"level {i}" for i in range(n)])
    assert list(marks) == [f"level {i}" for i in range(n)]
    assert conflicts(marks) == []
    if n <= look(name).apart:
        assert {(m.marker, m.dash, m.hatch) for m in marks.values()} == {("o", "-", None)}
    elif n <= len(MARKERS):
        assert len({m.marker for m in marks.values()}) == n
        assert len({m.dash for m in marks.values()}) == n
        assert len({m.hatch for m in marks.values()}) == n


@pytest.mark.parametrize("name", ["nature", "nature-imaging", "okabe-ito"])
@pytest.mark.parametrize("n", [20, 40, 100])
def test_many_levels_are_all_different(name, n):
    marks = look(name).assign([str(i) for i in range(n)])
    assert len({(m.color, m.marker, m.dash) for m in marks.values()}) == n


def test_styles_are_distinct():
    assert len(set(MARKERS)) == len(set(DASHES)) == len(set(HATCHES)) == 7
    assert (MARKERS[0], DASHES[0], HATCHES[0]) == ("o", "-", None)


def test_no_levels():
    assert look().assign([]) == {}


def test_repeats_count_once():
    assert list(look().assign(["a", "b", "a"])) == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("#b64342", "#B64342"),
        ("teal", "#42949E"),
        ("hero", "#0F4D92"),
        ("control", "#767676"),
        ("signal", "#0F4D92"),
        ("accent", "#B64342"),
        ("ink", "#272727"),
        ("gold", "#FFD700"),
    ],
)
def test_override(name, colour):
    marks = look().assign(["a", "b", "c"], {"b": name})
    assert marks["b"].color == colour
    assert conflicts(marks) == []
    assert {m.marker for m in marks.values()} == {"o"}


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"a": "taal"}, "palette nature has no colour 'taal'; did you mean 'teal'?"),
        ({"a": "#12"}, "'#12' is not a colour; write #RRGGBB"),
        (
            {"level2": "teal"},
            "'level2' is given a colour but is not a level of the data; did you mean 'level1'?",
        ),
    ],
)
def test_override_that_is_wrong(overrides, message):
    with pytest.raises(UsageError) as caught:
        look().assign(["a", "level1"], overrides)
    assert message in str(caught.value)


def test_automatic_colours_avoid_the_given_ones():
    marks = look().assign(["a", "b", "c"], {"c": "#0F4D92"})
    assert marks["c"].color == "#0F4D92"
    assert len({m.color for m in marks.values()}) == 3
    assert is_apart(marks["a"].color, marks["c"].color)


def test_given_colours_that_are_confused_get_different_marks():
    marks = look().assign(["a", "b"], {"a": "#C08000", "b": "#70A000"})
    assert [m.color for m in marks.values()] == ["#C08000", "#70A000"]
    assert conflicts(marks) == []
    assert marks["a"].marker != marks["b"].marker


def test_one_colour_given_twice():
    marks = look().assign(["a", "b", "c"], {"a": "control", "b": "control"})
    assert marks["a"].color == marks["b"].color == "#767676"
    assert conflicts(marks) == []


def test_hero():
    marks = look().assign(["FP16", "INT8"], hero="INT8")
    assert marks == {"FP16": Mark("#767676"), "INT8": Mark("#0F4D92")}


def test_hero_among_many():
    marks = look().assign(list("abcde"), hero="d")
    assert marks["d"].color == look().signal
    assert marks["a"].color == look().neutral
    assert len({m.color for m in marks.values()}) == 5
    assert conflicts(marks) == []


def test_override_wins_over_hero():
    assert look().assign(["a", "b"], {"b": "teal"}, hero="b")["b"].color == "#42949E"


def test_hero_that_is_no_level():
    with pytest.raises(
        UsageError, match="'INT9' is the hero but is not a level of the data; did you mean 'INT8'"
    ):
        look().assign(["FP16", "INT8"], hero="INT9")


@pytest.mark.parametrize("name", MAPS)
def test_stops_lie_on_the_map(name):
    palette = look(name)
    own = palette.sequential_map if palette.type == "sequential" else palette.diverging_map
    assert own == f"cmc.{name}"
    colours = map_colours(own)
    assert list(palette.stops) == [rgb_to_hex(colours[round(i * (len(colours) - 1) / 8)]) for i in range(9)]


@pytest.mark.parametrize("name", MAPS)
def test_a_map_keeps_the_colours_of_its_base(name):
    assert look(name).base == "nature"
    assert look(name).assign(["a", "b"]) == look().assign(["a", "b"])
    assert look(name).roles == look().roles


@pytest.mark.parametrize("name", NAMES)
def test_maps_are_known_to_matplotlib_on_use(name):
    mpl = pytest.importorskip("matplotlib")
    assert look(name).sequential in mpl.colormaps
    assert look(name).diverging in mpl.colormaps


def test_unknown_palette():
    with pytest.raises(UsageError, match="unknown palette 'natur'; did you mean 'nature'"):
        palettes.load("natur")


def test_loading_and_assigning_stay_light():
    code = (
        "import sys\n"
        "from natfig.style.palette import palettes\n"
        "p = palettes.load('nature'); p.assign(['a', 'b', 'c']); p.sequential\n"
        "print(sorted({'matplotlib', 'numpy', 'cmcrameri', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


GOOD = """\
id: mine
name: Mine
type: qualitative
source: "Press, https://example.org"
colours: {red: "#B64342", blue: "#0f4d92"}
roles:
  {signal: blue, accent: red, neutral: "#767676", neutral_light: "#CFCECE", neutral_dark: "#4D4D4D",
   up: red, down: blue, ink: "#272727"}
sequential: cmc.batlow
diverging: cmc.vik
order: [blue, red]
stays_apart: {normal: 2, deuteranopia: 2, protanopia: 2, tritanopia: 2}
"""
MAP = """\
id: mine
name: Mine
type: sequential
source: "Press, https://example.org"
base: under
map: cmc.batlow
stops: ["#000000", "#111111", "#222222", "#333333", "#444444", "#555555", "#666666", "#777777", "#888888"]
"""


def write(folder, text, name="mine"):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_file(tmp_path):
    palette = load_palette(write(tmp_path, GOOD))
    assert palette.cycle == ("#0F4D92", "#B64342")
    assert (palette.up, palette.down, palette.background) == ("#B64342", "#0F4D92", "#FFFFFF")


SHORT = "".join(line for line in GOOD.splitlines(True) if not line.startswith(("order:", "stays_apart:")))


def test_what_a_file_leaves_out_is_computed(tmp_path):
    palette = load_palette(write(tmp_path, SHORT))
    assert palette.cycle == ("#0F4D92", "#B64342")
    assert dict(palette.stays_apart) == dict.fromkeys(VISIONS, 2)
    alike = load_palette(write(tmp_path, SHORT.replace("#B64342", "#104E93")))
    assert alike.stays_apart["normal"] == 1


@pytest.mark.parametrize("name", [p for p in palettes.names() if not palettes.load(p).stops])
def test_natfigs_palettes_are_computed_the_same(name, tmp_path):
    import yaml

    data = yaml.safe_load(palettes.path(name).read_text(encoding="utf-8"))
    kept = {k: v for k, v in data.items() if k not in ("order", "stays_apart")}
    computed = load_palette(write(tmp_path, yaml.safe_dump(kept, sort_keys=False), name))
    assert computed.order == palettes.load(name).order
    assert computed.stays_apart == palettes.load(name).stays_apart


def test_an_order_needs_a_first_colour(tmp_path):
    with pytest.raises(DocumentError, match=r"roles\.signal: '#0f4d92' is not the name of a colour"):
        load_palette(write(tmp_path, SHORT.replace("signal: blue", 'signal: "#0f4d92"')))


def test_a_palette_is_found_by_its_file(tmp_path, monkeypatch):
    path = write(tmp_path, SHORT)
    assert find_palette("nature") is palettes.load("nature")
    assert find_palette(str(path)).name == "Mine"
    assert find_palette("mine.yaml", tmp_path).name == "Mine"
    monkeypatch.chdir(tmp_path)
    assert find_palette("mine.yaml", Path()).name == "Mine"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mime.yaml", r"there is no palette file mime\.yaml; did you mean 'mine\.yaml'"),
        ("../mine.yaml", r"the palette \.\./mine\.yaml lies outside the spec's folder; copy it there"),
        ("sub/none.yaml", r"there is no palette file sub/none\.yaml; `natfig palettes` lists natfig's own"),
        ("link.yaml", r"link\.yaml lies outside"),
        ("mine", "unknown palette 'mine'"),
    ],
)
def test_a_spec_finds_palette_files_in_its_folder_only(name, said, tmp_path):
    folder = tmp_path / "spec"
    folder.mkdir()
    write(folder, SHORT)
    write(tmp_path, SHORT)
    (folder / "link.yaml").symlink_to(tmp_path / "mine.yaml")
    with pytest.raises(UsageError, match=said):
        find_palette(name, folder)
    with pytest.raises(UsageError, match="lies outside"):
        find_palette(str(tmp_path / "mine.yaml"), folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: mine", "id: yours", "mine.yaml:1: id: the file is called 'mine.yaml'; write id: mine"),
        ("type: qualitative", "type: pretty", "mine.yaml:3: type: 'pretty' is not allowed"),
        ("name: Mine\n", "", "the key 'name' is missing"),
        ('"#B64342"', '"#B6434"', "mine.yaml:5: colours.red: '#B6434' is not a colour; write it in quotes"),
        ('"#B64342"', "#B64342}", "mine.yaml"),
        ("accent: red", "accent: rod", "roles.accent: 'rod' is not a colour"),
        ("accent: red, ", "", "roles: the key 'accent' is missing"),
        (
            "order: [blue, red]",
            "order: [blue, rod]",
            "mine.yaml:11: order.1: 'rod' is not allowed; did you mean 'red'?",
        ),
        ("order: [blue, red]", "order: [blue, blue]", "order.1: 'blue' stands twice"),
        ("order: [blue, red]", "order: []", "order: has no colour"),
        ("order: [blue, red]", "order: blue", "order: is not a list of names"),
        ("normal: 2", "normal: 3", "stays_apart.normal: 3 is not a number of colours from 1 to 2"),
        ("normal: 2, ", "", "stays_apart: the key 'normal' is missing"),
        ("cmc.vik", "vik", "mine.yaml:10: diverging: 'vik' is not a colour map; write it as cmc.batlow"),
        ("order:", "ordre: [blue]\norder:", "ordre: unknown key; did you mean 'order'?"),
    ],
)
def test_bad_file(tmp_path, old, new, message):
    assert old in GOOD
    with pytest.raises(DocumentError) as caught:
        load_palette(write(tmp_path, GOOD.replace(old, new, 1)))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("base: under", "base: undr", "base: 'undr' is not allowed; did you mean 'under'?"),
        ("base: under", "base: mine", "base: 'mine' is not allowed"),
        ("base: under", "base: other", "base: 'other' is a colour map itself; name a qualitative palette"),
        ('"#000000", ', "", "stops: is not a list of 9 colours"),
        ('"#000000"', '"black"', "stops.0: 'black' is not a colour"),
        ("map:", "order: [a]\nmap:", "order: unknown key"),
    ],
)
def test_bad_map_file(tmp_path, old, new, message):
    write(tmp_path, GOOD.replace("id: mine", "id: under"), "under")
    write(tmp_path, MAP.replace("id: mine", "id: other").replace("under", "mine"), "other")
    with pytest.raises(DocumentError) as caught:
        load_palette(write(tmp_path, MAP.replace(old, new, 1)))
    assert message in str(caught.value)
