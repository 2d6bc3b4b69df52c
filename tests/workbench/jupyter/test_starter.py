import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from natfig.core.errors import OutputError
from natfig.spec.loader import load_spec
from natfig.workbench.jupyter.starter import write_starter


def test_a_starter_is_a_spec_with_its_data_beside_it(tmp_path):
    spec, data = write_starter(tmp_path)
    assert (spec.name, data.name) == ("figure.natfig.yaml", "figure.csv")
    loaded = load_spec(spec)
    assert loaded.id == "figure"
    assert loaded.spec.data["serving"].file == "figure.csv"
    assert "replace figure.csv" in spec.read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["figure.natfig.yaml", "figure.csv", "link"])
def test_nothing_that_is_there_is_touched(tmp_path, there):
    if there == "link":
        (tmp_path / "figure.csv").symlink_to(tmp_path / "gone.csv")
    else:
        (tmp_path / there).write_text("mine", encoding="utf-8")
    spec, data = write_starter(tmp_path)
    assert (spec.name, data.name) == ("figure-1.natfig.yaml", "figure-1.csv")
    assert load_spec(spec).id == "figure-1"
    if there == "link":
        assert not (tmp_path / "gone.csv").exists()
    else:
        assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


def test_starters_at_once_have_names_of_their_own(tmp_path):
    with ThreadPoolExecutor(6) as pool:
        made = [f.result() for f in [pool.submit(write_starter, tmp_path) for _ in range(12)]]
    assert len({spec for spec, _ in made}) == 12
    assert all(spec.stem.removesuffix(".natfig") == data.stem for spec, data in made)
    assert len(list(tmp_path.iterdir())) == 24


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_folder_that_is_gone_is_told_in_words(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write figure\.natfig\.yaml: No such file"):
        write_starter(tmp_path / "gone")
