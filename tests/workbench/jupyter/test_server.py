"""The server extension in a real Jupyter server, asked as a browser and as a stranger asks."""

import http.cookiejar
import json
import urllib.error
import urllib.request

import pytest

from jupyterserver import JupyterLab

pytestmark = pytest.mark.jupyterlab


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with JupyterLab(tmp_path_factory.mktemp("root")) as lab:
        yield lab


@pytest.fixture
def folder(lab, request):
    """A folder of the test's own inside the server's root."""
    place = lab.root / "".join(c if c.isalnum() else "-" for c in request.node.name)
    place.mkdir()
    return place


def post(lab, what, **how):
    status, body = lab.request(f"natfig/{what}", method="POST", **how)
    return status, json.loads(body)


def starter(lab, folder):
    status, made = post(lab, "starter", data={"path": folder.name})
    assert status == 201
    return made


def test_a_starter_previews_and_renders(lab, folder):
    made = starter(lab, folder)
    assert made == {"path": f"{folder.name}/figure.natfig.yaml", "data": f"{folder.name}/figure.csv"}
    assert starter(lab, folder)["path"] == f"{folder.name}/figure-1.natfig.yaml"
    status, found = post(lab, "preview", data={"path": made["path"]})
    assert status == 200
    assert found["picture"]["width_mm"] == pytest.approx(183, abs=0.01)
    assert not (folder / "out").exists()
    status, found = post(lab, "render", data={"path": made["path"]})
    assert (status, found["errors"]) == (200, [])
    assert (folder / "out" / "figure.pdf").read_bytes().startswith(b"%PDF")


def test_code_of_a_spec_is_not_run_unless_allowed(lab, folder):
    made = starter(lab, folder)
    spec = lab.root / made["path"]
    (folder / "panels.py").write_text("open('trace', 'w').close()\ndef draw(ax, data, style):\n    pass\n")
    text = spec.read_text(encoding="utf-8")
    at, end = text.index("  b:\n    kind: line"), text.index("claims:")
    spec.write_text(text[:at] + "  b: {kind: python, function: 'panels.py:draw'}\n\n" + text[end:])
    for what in ("preview", "render"):
        status, found = post(lab, what, data={"path": made["path"]})
        assert status == 200
        assert "picture" not in found or found["picture"] is None
    assert not (folder / "trace").exists()
    assert post(lab, "preview", data={"path": made["path"]})[1]["code"] == ["panels.py:draw"]


@pytest.mark.parametrize(
    "path",
    [
        "../secret.natfig.yaml",
        "a/../../secret.natfig.yaml",
        "..\\secret.natfig.yaml",
        "{outside}",
        "/etc/passwd",
        ".hidden.natfig.yaml",
        ".ipynb_checkpoints/x.natfig.yaml",
        "link.natfig.yaml",
        "loop.natfig.yaml",
        "nul\0.natfig.yaml",
        "x" * 5000 + ".yaml",
        "C:/secret.natfig.yaml",
        "missing.natfig.yaml",
        "notes.txt",
        "",
        "drive:secret.natfig.yaml",
    ],
)
@pytest.mark.parametrize("what", ["preview", "render"])
def test_hostile_paths_are_refused(lab, what, path):
    outside = lab.root.parent / "secret.natfig.yaml"
    outside.write_text("natfig: 1\nsecret: words\n", encoding="utf-8")
    (lab.root / ".hidden.natfig.yaml").write_text("natfig: 1\nsecret: words\n", encoding="utf-8")
    (lab.root / ".ipynb_checkpoints").mkdir(exist_ok=True)
    (lab.root / ".ipynb_checkpoints" / "x.natfig.yaml").write_text("secret: words\n", encoding="utf-8")
    (lab.root / "notes.txt").write_text("secret words", encoding="utf-8")
    for name, target in (("link", outside), ("loop", lab.root / "loop.natfig.yaml")):
        link = lab.root / f"{name}.natfig.yaml"
        if not link.is_symlink():
            link.symlink_to(target)
    status, body = lab.request(f"natfig/{what}", method="POST", data={"path": path.format(outside=outside)})
    assert 400 <= status < 500
    assert b"words" not in body
    assert b"Traceback" not in body


@pytest.mark.parametrize("path", ["..", "../..", "missing", "/..", ".hidden", "file", "\0"])
def test_no_starter_is_written_elsewhere(lab, folder, path):
    (lab.root / ".hidden").mkdir(exist_ok=True)
    (lab.root / "file").write_text("", encoding="utf-8")
    before = sorted(p.name for p in lab.root.parent.iterdir())
    status, _ = post(lab, "starter", data={"path": path})
    assert 400 <= status < 500
    assert sorted(p.name for p in lab.root.parent.iterdir()) == before
    assert list((lab.root / ".hidden").iterdir()) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "the body must be a JSON object"),
        ({"path": 3}, "path must be text"),
        ({"path": "x.yaml", "allow_code": "yes"}, "allow_code must be true or false"),
        ({"path": "x.yaml", "out": "elsewhere"}, "unknown key 'out'; known are path, allow_code"),
    ],
)
def test_a_wrong_question_is_answered_in_words(lab, data, said):
    status, found = post(lab, "preview", data=data)
    assert status == 400
    assert said in found["message"]


def test_a_stranger_gets_nothing(lab, folder):
    made = starter(lab, folder)
    for what in ("preview", "render", "starter"):
        status, _ = lab.request(f"natfig/{what}", method="POST", data={"path": made["path"]}, token=False)
        assert status == 403
    assert not (folder / "out").exists()
    assert lab.request("natfig/preview")[0] == 405


def test_a_page_of_another_site_cannot_ask_with_the_users_cookie(lab, folder):
    made = starter(lab, folder)
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
    )
    opener.open(lab.url, timeout=60).close()
    body = json.dumps({"path": made["path"]}).encode()
    forged = urllib.request.Request(f"{lab.base}natfig/render", data=body, method="POST")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(forged, timeout=60)
    with refused.value:
        assert refused.value.code == 403
    assert not (folder / "out").exists()
    # The server's own page knows the token of its cookie.
    (xsrf,) = [c.value for c in jar if c.name == "_xsrf"]
    own = urllib.request.Request(f"{lab.base}natfig/preview", data=body, method="POST")  # noqa: S310
    own.add_header("X-XSRFToken", xsrf)
    with opener.open(own, timeout=120) as answer:
        assert json.loads(answer.read())["picture"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("jupyter/page/plugin.js", 200),
        ("jupyter/page/preview.css", 200),
        ("static/picture.js", 200),
        ("static/workbench.css", 200),
        ("jupyter/handlers.py", 404),
        ("session.py", 404),
        ("static/../session.py", 404),
        ("static/%2e%2e/session.py", 404),
        ("jupyter/page/missing.js", 404),
    ],
)
def test_only_modules_and_styles_are_served(lab, path, status):
    got, body = lab.request(f"natfig/page/{path}")
    assert got == status
    # Python is never served, whatever its name on the way there.
    assert b"from __future__" not in body
