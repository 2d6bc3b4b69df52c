"""IMG001 to IMG004 beyond single files: what isn't measured, what natfig writes itself, many images."""

import base64
from pathlib import Path

import pytest

from conftest import template_names
from natfig.journals import journals
from natfig.qa.check import Context
from natfig.qa.checks import checks
from natfig.qa.document import Box, Document, Image, Page
from natfig.qa.runner import check_file
from qa import pictures

CODES = ("IMG001", "IMG002", "IMG003", "IMG004")


def _check(code):
    return next(check for check in checks if check.code == code)


def _figure(*images, **more):
    page = Page(89.0, 60.0)
    return Document(Path("figure.pdf"), "pdf", 1000, page, images=list(images), **more)


def _image(**changes):
    values = {"width_px": 400, "height_px": 300, "dpi": 100.0, "linked": False, "box": Box(0, 0, 40, 30)}
    return Image(**values | changes)


def _found(code, document, journal=None, **more):
    context = Context(None if journal is None else journals.load(journal), **more)
    return list(_check(code).look(document, context))


def test_without_a_tag_the_resolution_is_not_measured(tmp_path):
    path = tmp_path / "figure.png"
    path.write_bytes(pictures.encode(pictures.drawing("lines", 150), "PNG"))
    result = check_file(path, Context(journals.load("nature")), select=["IMG"])
    assert "no resolution tag" in result.not_measured["IMG001"]
    assert "IMG002" not in result.not_measured
    assert [f.code for f in result.findings] == ["IMG002"]


def test_rules_that_are_waived_become_infos():
    waiving = next(j for j in journals if j.initial_rules_waived)
    for stage, expected in (("initial", {"info"}), ("production", {"error"})):
        findings = _found("IMG001", _figure(_image(photographic=True)), waiving.id, stage=stage)
        if findings:
            assert {f.severity.value for f in findings} == expected


def test_a_journal_that_states_nothing_leaves_the_usual_resolution():
    silent = next(j for j in journals if not any(k.startswith("dpi_") for _, k, _ in j.items()))
    (finding,) = _found("IMG001", _figure(_image(photographic=True)), silent.id)
    assert (finding.severity.value, "usual" in finding.message) == ("warning", True)


@pytest.mark.parametrize("journal", [*(j.id for j in journals), None])
@pytest.mark.parametrize("stage", ["initial", "production"])
def test_every_journal_can_be_asked(journal, stage):
    document = _figure(
        *(
            _image(mode=m, photographic=p, encoding="jpeg", quality=60)
            for m in ("1", "CMYK")
            for p in (True, False)
        )
    )
    for code in CODES:
        for finding in _found(code, document, journal, stage=stage):
            assert finding.code == code
            assert finding.source
            assert "None" not in finding.message


def test_linked_and_sizeless_images_are_left_to_others():
    images = [_image(linked=True, width_px=None, height_px=None, dpi=None), _image(dpi=None)]
    assert _found("IMG001", _figure(*images), "nature") == []
    assert _found("IMG003", _figure(images[0]), "plos") == []


def test_cmyk_inside_a_vector_file():
    findings = _found(
        "IMG002", _figure(_image(mode="CMYK"), _image(mode="CMYK"), _image(mode="RGB")), "springer"
    )
    assert [f.message[:16] for f in findings] == ["2 images in CMYK"]
    assert _found("IMG002", _figure(_image(mode="CMYK")), "ieee") == []


def test_many_images_are_summed_up():
    document = _figure(*(_image(dpi=50.0 + i / 10, encoding="jpeg", quality=50) for i in range(400)))
    for code in ("IMG001", "IMG003"):
        findings = _found(code, document)
        assert len(findings) == 21
        assert findings[-1].message.startswith("380 further images")
    assert "50 dpi" in _found("IMG001", document)[0].message


def test_pieces_of_one_picture_need_one_bar():
    strips = [_image(photographic=True, box=Box(0, 2 * i, 40, 2 * i + 2)) for i in range(8)]
    apart = _image(photographic=True, box=Box(60, 0, 80, 20))
    assert len(_found("IMG004", _figure(*strips, apart))) == 2


@pytest.mark.parametrize("suffix", ["tiff", "png", "svg", "pdf"])
@pytest.mark.parametrize("name", template_names())
def test_what_natfig_draws_has_nothing_to_mend(rendered, name, suffix):
    figure = rendered.figure(name)
    path = rendered.file(name, suffix)
    context = Context(journals.load(figure["journal"]), figure["stage"])
    result = check_file(path, context, select=["IMG", "DOC006"])
    assert [(f.code, f.message) for f in result.findings] == []
    assert result.faults == []
    assert not set(CODES) & set(result.not_measured)


def test_a_drawing_is_told_from_a_photograph_in_an_svg(tmp_path):
    def svg(data, media):
        text = base64.b64encode(data).decode()
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60">'
            f'<image width="20" height="15" href="data:image/{media};base64,{text}"/></svg>'
        )

    for picture, expected in ((pictures.photo(), True), (pictures.drawing("bars", 150), False)):
        path = tmp_path / "figure.svg"
        path.write_text(svg(pictures.encode(picture, "PNG"), "png"))
        (image,) = check_file(path, Context(), select=["IMG"]).document.images
        assert image.photographic is expected
