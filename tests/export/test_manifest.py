import json

import pytest

import natfig
from natfig.export.manifest import manifest_bytes


@pytest.fixture
def figure():
    return {
        "id": "serving",
        "spec": "/home/someone/project/spec.yaml",
        "backend": "python",
        "outputs": [
            {"format": f, "path": f"/home/someone/project/out/serving.{f}", "bytes": 5, "sha256": "00"}
            for f in ("svg", "pdf")
        ],
        "claims": {"gain": {"value": 1.5, "assert": ">= 1", "holds": True}},
        "warnings": ["Δ is set in DejaVu Sans"],
        "timings_ms": {"total": 12.5},
        "cached": False,
    }


def test_what_is_true_of_one_run_only_is_left_out(figure):
    document = json.loads(manifest_bytes(figure, "spec.yaml"))
    (found,) = document["figures"]
    assert document["natfig"] == natfig.__version__
    assert "timings_ms" not in found
    assert "cached" not in found
    assert found["spec"] == "spec.yaml"
    assert [o["path"] for o in found["outputs"]] == ["serving.svg", "serving.pdf"]
    assert b"/home" not in manifest_bytes(figure, "spec.yaml")


def test_everything_else_is_kept_in_order(figure):
    (found,) = json.loads(manifest_bytes(figure, "spec.yaml"))["figures"]
    assert list(found) == ["id", "backend", "outputs", "claims", "warnings", "spec"]
    assert found["claims"] == figure["claims"]
    assert found["outputs"][0]["sha256"] == "00"


def test_the_folder_and_the_clock_do_not_matter(figure):
    other = json.loads(json.dumps(figure).replace("/home/someone", "/mnt/elsewhere"))
    other["timings_ms"] = {"total": 99}
    assert manifest_bytes(figure, "spec.yaml") == manifest_bytes(other, "spec.yaml")


def test_the_figure_itself_is_not_changed(figure):
    before = json.dumps(figure)
    manifest_bytes(figure, "spec.yaml")
    assert json.dumps(figure) == before


def test_it_is_utf8_and_ends_with_a_line(figure):
    data = manifest_bytes(figure, "spec.yaml")
    assert "Δ" in data.decode("utf-8")
    assert data.endswith(b"}\n")
