"""The script's tables come back from R as they were, and its sections say what they are."""

import re

import numpy as np
import pytest

from backends.r import pages
from natfig.backends.r.code import formatted
from natfig.backends.r.page import build_page
from natfig.backends.r.script import data_frame, table_bytes, write_script
from oracles import r


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("script")
    ready = pages.prepared(folder, pages.spec('"ab"', {"a": "", "b": ""}, "height: 60mm"))
    return build_page(ready, 300.0)[0]


def test_numbers_and_words_come_back_exactly(page, tmp_path):
    r.require()
    table = page.panels["a"].table
    (tmp_path / "a.csv").write_bytes(table_bytes(table))
    read = formatted(list(data_frame("frame", str(tmp_path / "a.csv"), table)))
    quoted = "grepl('\"', frame$kind, fixed = TRUE)"
    code = f"{{ {read} list(x = frame$latency, n = nchar(frame$kind), q = {quoted}) }}"
    said = r.evaluate({"table": code})["table"]
    assert (np.array(said["x"]) == table["latency"].astype(float)).all()
    assert said["n"] == [len(v) for v in table["kind"].tolist()]
    assert [bool(v) for v in said["q"]] == ['"' in v for v in table["kind"].tolist()]


def test_sections_follow_each_other(page):
    found = re.findall(r"^# (.+?) -+$", write_script(page).text, re.MULTILINE)
    assert found == ["Functions", "Look", "Panel a", "Panel b", "Page", "Files"]


def test_texts_of_layers_are_in_the_face_of_the_theme(page):
    look = write_script(page).text.partition("# Look -")[2].partition("\n# Panel a -")[0]
    found = re.findall(r'^update_geom_defaults\("(\w+)", list\(family = "Arial"\)\)$', look, re.MULTILINE)
    assert found == ["text", "label"]


def test_every_table_it_reads_comes_along(page):
    script = write_script(page)
    assert set(re.findall(r'"(tiny_data/[^"]+)"', script.text)) == set(script.tables)


def test_lines_are_short(page):
    assert max(map(len, write_script(page).text.splitlines())) <= 80


def test_the_same_page_gives_the_same_script(page):
    assert write_script(page) == write_script(page)
