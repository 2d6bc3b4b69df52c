"""What a kernel sends, shown by Chromium: the figure's size, and the places of findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

import natfig
from browser import Browser
from natfig.core.findings import Finding, Severity, Where
from natfig.core.templates import template

_SPEC = template("serving").folder / "spec.yaml"
_PAGE = "<!DOCTYPE html><html lang='en'><title>cell</title><body>{}</body></html>"
# One inch is 96 CSS pixels.
_PX_PER_MM = 96 / 25.4


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with Browser() as one:
        yield one


def _displayed(code: str) -> str:
    """Return the HTML that a fresh kernel sends for the last of some lines."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        sent: list[str] = []

        def keep(message: Any) -> None:
            content = message["content"]
            if message["msg_type"] in {"execute_result", "display_data"} and "text/html" in content["data"]:
                sent.append(content["data"]["text/html"])
            assert message["msg_type"] != "error", content

        client.execute_interactive(code, output_hook=keep, timeout=120)
        return sent[-1]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("inline", ["%matplotlib inline\n", ""], ids=["inline", "plain"])
def test_a_figure_is_as_wide_as_it_will_be_printed(tmp_path: Path, browser: Any, inline: str) -> None:
    html = _displayed(f"{inline}import natfig\nnatfig.figure({str(_SPEC)!r})")
    page = tmp_path / "cell.html"
    page.write_text(_PAGE.format(html), encoding="utf-8")
    tab = browser.open(page)
    box = tab.js(
        "(() => { const i = document.querySelector('img'); const b = i.getBoundingClientRect();"
        "return [b.width, b.height, i.naturalWidth, i.complete]; })()"
    )
    assert box[3]
    assert box[0] / _PX_PER_MM == pytest.approx(183, abs=0.05)
    assert box[1] / _PX_PER_MM == pytest.approx(70, abs=0.05)
    assert box[2] == pytest.approx(183 * _PX_PER_MM, abs=1)
    tab.listen()
    assert [r for r in tab.requests if not r.startswith(("file:", "data:"))] == []
    assert tab.complaints == []


def test_matplotlib_inline_does_not_bend_what_is_saved(tmp_path: Path) -> None:
    code = (
        "%matplotlib inline\nimport natfig, matplotlib.pyplot as plt\nfrom IPython.display import HTML\n"
        "with natfig.style('nature', width='double', height='70mm'):\n"
        "    fig, ax = plt.subplots()\n    ax.plot([1, 2], [3, 4])\n"
        f"    saved = natfig.save(fig, {str(tmp_path / 'fig')!r}, formats=['svg', 'png'], dpi=254)\n"
        "    plt.close(fig)\n"
        "HTML(f'{saved.width_mm:.3f} {saved.height_mm:.3f}')"
    )
    assert _displayed(code) == "183.000 70.000"
    report = natfig.qa(tmp_path / "fig.svg", journal="nature")
    page = report.to_json()["page"]
    assert (page["width_mm"], page["height_mm"]) == pytest.approx((183, 70), abs=0.01)
    header = (tmp_path / "fig.png").read_bytes()[16:24]
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == (1830, 700)


def test_a_finding_shows_its_place_while_the_pointer_is_on_it(tmp_path: Path, browser: Any) -> None:
    figure = natfig.figure(_SPEC)
    found = [
        Finding("TXT006", Severity.ERROR, "two texts meet", Where("a", "x", (100.0, 20.0, 10.0, 4.0))),
        Finding("TXT002", Severity.WARNING, "a text is small", Where("b", "y", (150.0, 40.0, 5.0, 2.0))),
    ]
    figure = replace(figure, result=replace(figure.result, findings=found))
    page = tmp_path / "cell.html"
    page.write_text(_PAGE.format(figure._repr_html_()), encoding="utf-8")
    tab = browser.open(page)

    def seen() -> list[str]:
        shown: list[str] = tab.js(
            "[...document.querySelectorAll('.place')].map(e => getComputedStyle(e).opacity)"
        )
        return shown

    assert seen() == ["0", "0"]
    tab.click(".f1")
    assert seen() == ["0", "1"]
    tab.press("Tab")
    x, y = tab.place(".f0")
    tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert seen()[0] == "1"
    box = tab.js(
        "(() => { const p = document.querySelector('.page').getBoundingClientRect();"
        "const b = document.querySelector('.p0').getBoundingClientRect();"
        "return [b.x - p.x, b.y - p.y, b.width, b.height]; })()"
    )
    assert [v / _PX_PER_MM for v in box] == pytest.approx([99.4, 19.4, 11.2, 5.2], abs=1.2)
