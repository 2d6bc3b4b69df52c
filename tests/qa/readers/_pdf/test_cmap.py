import pytest

from natfig.qa.readers._pdf.cmap import parse_cmap, predefined


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"1 beginbfchar <41> <0042> endbfchar", {0x41: "B"}),
        (b"1 beginbfchar <0041> <00660069> endbfchar", {0x41: "fi"}),
        (b"1 beginbfrange <01> <03> <0061> endbfrange", {1: "a", 2: "b", 3: "c"}),
        (b"1 beginbfrange <01> <02> [<0078> <0079>] endbfrange", {1: "x", 2: "y"}),
        (b"1 beginbfchar <01> <D835DC00> endbfchar", {1: "\U0001d400"}),
        (b"1 beginbfrange <05> <01> <0061> endbfrange", {}),
        (b"beginbfchar <0> endbfchar rubbish", {}),
        (b"", {}),
    ],
)
def test_to_unicode(body, text):
    assert parse_cmap(body).text == text


def test_a_range_over_everything_is_bounded():
    assert len(parse_cmap(b"1 beginbfrange <00000000> <ffffffff> <0001> endbfrange").text) <= 200_000


def test_cids_and_code_spaces():
    cmap = parse_cmap(
        b"2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange"
        b" 1 begincidrange <8000> <80ff> 100 endcidrange 1 begincidchar <20> 7 endcidchar"
    )
    assert cmap.split(b"\x20\x80\x05") == [(0x20, b"\x20"), (0x8005, b"\x80\x05")]
    assert (cmap.cid(0x20), cmap.cid(0x8005), cmap.cid(0x9000)) == (7, 105, 0)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("UniGB-UCS2-H", "温度".encode("utf-16-be"), "温度"),
        ("GBK-EUC-H", "温度a".encode("gbk"), "温度a"),
        ("90ms-RKSJ-V", "温度".encode("cp932"), "温度"),
        ("KSCms-UHC-H", "온도".encode("cp949"), "온도"),
        ("ETen-B5-H", "溫度".encode("big5"), "溫度"),
    ],
)
def test_predefined(name, data, text):
    cmap = predefined(name)
    assert "".join(cmap.meaning(raw) for _, raw in cmap.split(data)) == text
    assert cmap.vertical is name.endswith("-V")


def test_identity_says_nothing_of_characters():
    cmap = predefined("Identity-H")
    assert cmap.split(b"\x00\x05") == [(5, b"\x00\x05")]
    assert cmap.cid(5) == 5
    assert cmap.meaning(b"\x00\x05") is None
