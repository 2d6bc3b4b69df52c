"""What natfig promises to the outside, and what importing it costs."""

import ast
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import natfig

ROOT = Path(natfig.__file__).resolve().parent
HEAVY = ("matplotlib", "pandas", "seaborn", "scipy", "duckdb", "numpy", "PIL")
MODULES = sorted(
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if path.name != "__main__.py"
)


def loaded(code):
    """Return which heavy packages a fresh interpreter has loaded after some code."""
    script = f"import json, sys\n{code}\nprint('\\n' + json.dumps(sorted(set(sys.modules) & set({HEAVY!r}))))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def run(*argv):
    return f"from natfig.cli.main import main\ntry: main({list(argv)!r})\nexcept SystemExit: pass"


@pytest.mark.parametrize(
    "code",
    [
        "import natfig",
        "import natfig; dir(natfig); natfig.NatfigError",
        run("--help"),
        run("--version"),
        run("journals"),
        run("palettes"),
        run("templates"),
    ],
)
def test_nothing_heavy_is_loaded(code):
    assert loaded(code) == []


def test_loading_is_noticed():
    assert "numpy" in loaded("import numpy")


@pytest.mark.parametrize("name", natfig.__all__)
def test_every_public_name_loads(name):
    assert getattr(natfig, name) is not None


def test_dir_is_all():
    assert dir(natfig) == sorted(natfig.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'rendr'"):
        _ = natfig.rendr


def test_public_names_show_to_type_checkers():
    """Each lazy name is imported under TYPE_CHECKING, from where it is at run time."""
    tree = ast.parse((ROOT / "__init__.py").read_text())
    blocks = [n for n in tree.body if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    static = {
        a.asname or a.name: (n.module, a.name)
        for b in blocks
        for n in b.body
        if isinstance(n, ast.ImportFrom)
        for a in n.names
    }
    assert set(static) == set(natfig.__all__) - {"__version__"}
    for name, (module, attribute) in static.items():
        assert callable(getattr(import_module(module), attribute))
        assert callable(getattr(natfig, name))


def defines_something(tree):
    """Whether a module has public classes, functions or constants of its own."""
    names = [n.name for n in tree.body if isinstance(n, ast.ClassDef | ast.FunctionDef)]
    names += [
        n.id
        for a in tree.body
        if isinstance(a, ast.Assign | ast.AnnAssign)
        for n in ast.walk(a)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    return any(not name.startswith("_") for name in names)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_is_public(name):
    module = import_module(name)
    assert module.__doc__, "the module has no docstring"
    if defines_something(ast.parse(Path(module.__file__).read_text())):
        assert hasattr(module, "__all__"), "the module has no __all__"
    missing = [n for n in getattr(module, "__all__", ()) if not hasattr(module, n)]
    assert missing == []
    assert len(set(getattr(module, "__all__", ()))) == len(getattr(module, "__all__", ()))


def test_typing_marker():
    assert (ROOT / "py.typed").is_file()


def test_import_changes_nothing():
    """matplotlib's settings, styles and colour maps are as they were."""
    code = """
import matplotlib, matplotlib.style
before = dict(matplotlib.rcParams), set(matplotlib.style.available), set(matplotlib.colormaps)
import natfig, natfig.cli.main
after = dict(matplotlib.rcParams), set(matplotlib.style.available), set(matplotlib.colormaps)
assert before == after
"""
    loaded(code)
