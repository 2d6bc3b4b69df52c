"""Where figures are built makes no difference to them."""

import sys

import pytest

from natfig.core.errors import MissingRuntimeError, ServiceError
from natfig.render.build import RenderOptions
from natfig.render.executors import executors
from specwriter import changed, write


def _specs(folder, count=2):
    out = []
    for number in range(count):
        place = folder / str(number)
        place.mkdir()
        out.append(write(place, changed("id: tiny", f"id: tiny{number}")))
    return out


def _run(name, specs, **options):
    settings = {"jobs": 1, "scheduler": None, "ask": None, **options}
    return sorted(
        executors.load(name).run(specs, RenderOptions(formats=("svg",)), **settings), key=lambda o: o[0]
    )


def _sums(outcomes):
    assert [error for _, _, error in outcomes] == [None] * len(outcomes)
    return [figure["outputs"][0]["sha256"] for _, figure, _ in outcomes]


@pytest.mark.parametrize(("name", "jobs"), [("local", 2), ("dask", 2)])
def test_workers_draw_the_same_bytes_as_this_process(tmp_path, name, jobs):
    if name == "dask":
        pytest.importorskip("distributed")
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    assert _sums(_run(name, _specs(there), jobs=jobs)) == _sums(_run("local", _specs(here)))


def test_a_broken_spec_is_one_outcome_among_others(tmp_path):
    good, bad = _specs(tmp_path)
    bad.write_text("natfig: 1\n", encoding="utf-8")
    (_, figure, none), (_, nothing, error) = _run("local", [good, bad], jobs=2)
    assert (figure["id"], none, nothing) == ("tiny0", None, None)
    assert "contract" in str(error)


def test_dask_that_is_not_installed_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingRuntimeError, match=r"pip install 'natfig\[dask\]'"):
        _run("dask", _specs(tmp_path, 1))


def test_a_scheduler_that_does_not_answer_is_named(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("natfig.render.executors.dask._CONNECT_TIMEOUT_S", 1)
    with pytest.raises(ServiceError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        _run("dask", _specs(tmp_path, 1), scheduler="tcp://127.0.0.1:9")
