import asyncio
import os
import time

import psutil
import pytest

from natfig.workbench.jupyter.processes import Drawer, Drawers
from natfig.workbench.jupyter.starter import write_starter


@pytest.fixture
def spec(tmp_path):
    return write_starter(tmp_path)[0]


def request_of(spec, **more):
    return {"do": "preview", "folder": str(spec.parent), "name": spec.name, "root": str(spec.parent),
            "allow_code": False, "force": False, **more}  # fmt: skip


def children():
    found = psutil.Process(os.getpid()).children(recursive=True)
    return [p for p in found if "natfig.workbench.jupyter.worker" in " ".join(p.cmdline())]


def no_children(timeout_s=10):
    deadline = time.monotonic() + timeout_s
    while children() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not children()


def test_a_drawing_that_takes_too_long_is_stopped_and_the_next_one_works(spec):
    drawer = Drawer()
    try:
        late = drawer.ask(request_of(spec), 0.01)
        assert late["errors"][0]["message"] == "the drawing took longer than 0.01 s and was stopped"
        assert no_children()
        assert drawer.ask(request_of(spec), 120)["picture"] is not None
    finally:
        drawer.close()
    assert no_children()


def test_a_process_that_dies_is_told_in_words(spec):
    drawer = Drawer()
    assert drawer.ask(request_of(spec), 120)["picture"] is not None
    # A code panel that ends its process, as a lack of memory would.
    (spec.parent / "panels.py").write_text("import os\ndef draw(ax, data, style):\n    os._exit(9)\n")
    text = spec.read_text(encoding="utf-8")
    at = text.index("  b:\n    kind: line")
    end = text.index("claims:")
    spec.write_text(text[:at] + "  b: {kind: python, function: 'panels.py:draw'}\n\n" + text[end:])
    found = drawer.ask(request_of(spec, allow_code=True), 120)
    assert found["errors"][0]["message"].startswith("the drawing process ended without an answer")
    drawer.close()
    assert no_children()


def test_requests_about_one_file_wait_for_each_other(spec, monkeypatch):
    running, most = 0, 0

    def ask(self, request, timeout_s):
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.05)
        running -= 1
        return {"errors": []}

    monkeypatch.setattr(Drawer, "ask", ask)

    async def all_at_once(specs):
        drawers = Drawers()
        found = await asyncio.gather(*(drawers.ask(s, request_of(s)) for s in specs))
        drawers.close()
        return found

    assert len(asyncio.run(all_at_once([spec] * 4))) == 4
    assert most == 1
    asyncio.run(all_at_once([spec.with_name(f"{n}.yaml") for n in range(5)]))
    assert most == 2


def test_an_idle_process_ends_and_code_has_one_of_its_own(spec):
    async def go():
        drawers = Drawers(idle_s=0.3)
        first = await drawers.ask(spec, request_of(spec))
        (warm,) = children()
        again = await drawers.ask(spec, request_of(spec))
        assert [p.pid for p in children()] == [warm.pid]
        await drawers.ask(spec, request_of(spec, allow_code=True))
        assert [p.pid for p in children()] in ([warm.pid], [])
        await asyncio.sleep(0.6)
        assert no_children()
        drawers.close()
        return first, again

    for found in asyncio.run(go()):
        assert found["picture"]["svg"]


def test_a_server_that_stops_waits_for_no_drawing(spec):
    async def go():
        drawers = Drawers()
        drawing = asyncio.ensure_future(drawers.ask(spec, request_of(spec)))
        while not children():
            await asyncio.sleep(0.01)
        start = time.monotonic()
        drawers.close()
        found = await drawing
        after = await drawers.ask(spec, request_of(spec))
        return found, after, time.monotonic() - start

    found, after, took_s = asyncio.run(go())
    assert found["errors"]
    assert after["errors"][0]["message"] == "the server is stopping"
    assert took_s < 5
    assert no_children()
