"""The contract gate and the backend gate."""

import pytest

from natfig.core.config import read_preference, save_preference
from natfig.core.errors import MissingRuntimeError, SpecError, UsageError
from natfig.spec import gate
from natfig.spec.gate import installed_backends, resolve_backend
from natfig.spec.loader import load_spec
from specwriter import SOUND, changed, write

CONCLUSION = "INT8 serving halves latency at every batch size."


def message(folder, text):
    with pytest.raises(SpecError) as caught:
        load_spec(write(folder, text))
    return str(caught.value)


@pytest.mark.parametrize(
    ("conclusion", "expected"),
    [
        (
            "It works. It scales. It lasts.",
            "contract.conclusion: holds 3 sentences; a conclusion is exactly one",
        ),
        ("Latency and throughput of INT8.", "contract.conclusion: has no verb, so it names a topic"),
        (
            "Does INT8 pay off?",
            "contract.conclusion: is a question; a conclusion answers it; move it to contract.question",
        ),
        ('""', "contract.conclusion: is empty"),
    ],
)
def test_the_conclusion_is_one_statement(tmp_path, conclusion, expected):
    assert f"spec.yaml:4: {expected}" in message(tmp_path, changed(CONCLUSION, conclusion))


def two_panels(first, second):
    evidence = f"    a: {{{first}}}\n    b: {{{second}}}\n"
    text = SOUND.replace("    a: {role: primary comparison, claim: Latency falls.}\n", evidence)
    return text + "  b: {kind: bar, data: t, x: g, y: y}\n"


def test_two_panels_never_share_a_role(tmp_path):
    text = two_panels("role: Main result, claim: One.", "role: main  RESULT, claim: Two.")
    assert "contract.evidence.b.role: panel a has the role 'main  RESULT' already" in message(tmp_path, text)


def test_one_hero_at_most(tmp_path):
    text = two_panels("role: first, claim: One., hero: true", "role: second, claim: Two., hero: true")
    assert "contract.evidence.b.hero: panel a is the hero already; a figure has one at most" in message(
        tmp_path, text
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "journal: nature",
            "journal: natur",
            "contract.journal: unknown journal 'natur'; did you mean 'nature'?",
        ),
        ("journal: nature", "journal: ../nature", "contract.journal: unknown journal '../nature'"),
        (
            "width: double",
            "palette: natur",
            "figure.palette: unknown palette 'natur'; did you mean 'nature'?",
        ),
        ("width: double", "width: tripple", "figure.width: "),
        ("width: double", "width: 500mm", "figure.width: 500 mm is wider than nature's widest figure"),
        ("height: 70mm", "height: 700mm", "figure.height: 700 mm is taller than nature allows"),
        (
            "height: 70mm",
            "height: tall",
            "figure.height: 'tall' is not a length; write a length such as 70mm, or auto",
        ),
        (
            "journal: nature",
            "stage: final",
            "contract.stage: 'final' is not allowed here; allowed: initial, production",
        ),
        ("journal: nature", "archetype: grid", "contract.archetype: 'grid' is not allowed here"),
        ("width: double", "row_heights: [0]", "figure.row_heights: all values must be above 0"),
    ],
)
def test_the_page_is_one_the_journal_takes(tmp_path, old, new, expected):
    assert expected in message(tmp_path, changed(old, new))


def test_the_height_may_be_left_to_natfig(tmp_path):
    assert load_spec(write(tmp_path, changed("height: 70mm", "height: auto"))).spec.figure.height == "auto"


def test_the_tallest_height_passes(tmp_path):
    from natfig.journals import journals

    limit = journals.load("nature").max_height_mm("production")
    assert load_spec(write(tmp_path, changed("70mm", f"{limit}mm"))).id == "tiny"


# -- backend -------------------------------------------------------------------


@pytest.fixture
def spec(tmp_path):
    return load_spec(write(tmp_path)).spec


@pytest.fixture
def silent(tmp_path):
    return load_spec(write(tmp_path, changed("  backend: python\n", ""))).spec


@pytest.fixture
def config(tmp_path):
    return tmp_path / "config" / "config.toml"


def test_python_is_installed():
    assert "python" in installed_backends()


def test_the_spec_comes_first(spec, config):
    assert resolve_backend(spec, None, {"NATFIG_BACKEND": "r"}, config=config) == "python"


def test_a_flag_that_agrees_is_fine(spec, config):
    assert resolve_backend(spec, "python", {}, config=config) == "python"


def test_a_flag_that_contradicts_is_said(spec, config):
    with pytest.raises(UsageError, match="--backend r contradicts the spec, which says backend: python"):
        resolve_backend(spec, "r", {}, config=config)


def test_then_the_flag_then_the_environment_then_the_preference(silent, config):
    assert resolve_backend(silent, "python", {"NATFIG_BACKEND": "r"}, config=config) == "python"
    assert resolve_backend(silent, None, {"NATFIG_BACKEND": "Python"}, config=config) == "python"
    save_preference("backend", "python", config)
    assert resolve_backend(silent, None, {}, config=config) == "python"


def test_nothing_says_which(silent, config):
    with pytest.raises(MissingRuntimeError, match="no backend is chosen; write backend: python") as caught:
        resolve_backend(silent, None, {}, config=config)
    assert caught.value.exit_code == 3


def test_it_is_asked_once_and_saved(silent, config):
    asked = []

    def ask():
        asked.append(1)
        return "Python"

    assert resolve_backend(silent, None, {}, ask, config=config) == "python"
    assert resolve_backend(silent, None, {}, ask, config=config) == "python"
    assert len(asked) == 1
    assert read_preference("backend", config) == "python"


def test_three_wrong_answers_are_enough(silent, config):
    with pytest.raises(UsageError, match="the answer must be Python or R"):
        resolve_backend(silent, None, {}, lambda: "perl", config=config)


@pytest.mark.parametrize(("flag", "environ"), [("perl", {}), (None, {"NATFIG_BACKEND": "perl"})])
def test_an_unknown_backend(silent, config, flag, environ):
    with pytest.raises(UsageError, match="unknown backend 'perl'"):
        resolve_backend(silent, flag, environ, config=config)


def path_with(folder, *programs):
    """Return an environment whose PATH has these programs, and no others."""
    for name in programs:
        program = folder / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    return {"PATH": str(folder)}


@pytest.fixture
def in_r(tmp_path):
    return load_spec(write(tmp_path, changed("backend: python", "backend: r"))).spec


def test_r_never_becomes_python(tmp_path, config, in_r):
    with pytest.raises(
        MissingRuntimeError, match="natfig will not fall back to Python; sudo apt-get install r-base"
    ):
        resolve_backend(in_r, None, path_with(tmp_path), config=config)


def test_r_is_there_when_rscript_is(tmp_path, config, in_r):
    environ = path_with(tmp_path, "Rscript")
    assert resolve_backend(in_r, None, environ, config=config) == "r"
    assert gate.installed_backends(environ) == ["python", "r"]
    assert gate.installed_backends({"PATH": ""}) == gate.installed_backends({}) == ["python"]


def test_what_is_only_read_needs_no_backend(config, in_r):
    assert resolve_backend(in_r, None, {}, config=config, must_draw=False) == "r"


def test_an_answer_that_cannot_draw_is_not_saved(silent, config):
    with pytest.raises(MissingRuntimeError, match="Rscript is not on PATH"):
        resolve_backend(silent, None, {"PATH": ""}, lambda: "R", config=config)
    assert not config.exists()


def test_a_backend_is_there_when_its_package_is(tmp_path, monkeypatch):
    import natfig.backends

    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "backend.py").write_text("")
    monkeypatch.setattr(natfig.backends.__spec__, "submodule_search_locations", [str(tmp_path)])
    assert installed_backends(path_with(tmp_path, "Rscript")) == ["r"]
