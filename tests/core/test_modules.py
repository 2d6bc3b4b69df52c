import subprocess
import sys
from types import ModuleType

import pytest

import natfig
import natfig.render
import natfig.style
from natfig.core.modules import make_callable


@pytest.mark.parametrize("package", ["style", "render"])
def test_a_package_can_be_called_and_still_holds_its_modules(package):
    module = getattr(natfig, package)
    assert isinstance(module, ModuleType)
    assert module is sys.modules[f"natfig.{package}"]
    assert callable(module)


def test_calling_hands_arguments_on_and_imports_late(monkeypatch):
    package, target = ModuleType("callable_package"), ModuleType("callable_target")
    target.add = lambda a, *, b: a + b
    monkeypatch.setitem(sys.modules, "callable_package", package)
    make_callable("callable_package", "callable_target:add")
    with pytest.raises(ModuleNotFoundError):
        package(1, b=2)
    monkeypatch.setitem(sys.modules, "callable_target", target)
    assert package(1, b=2) == 3


def test_the_style_is_the_function_of_its_module():
    with natfig.style("nature", width="double") as made:
        assert made.width_mm == 183


def loaded_after(code):
    """Return which heavy packages a fresh interpreter has loaded after `code`."""
    heavy = {"matplotlib", "pandas", "scipy", "duckdb", "seaborn", "numpy"}
    code += f"\nimport sys; print(*sorted({{n.split('.')[0] for n in sys.modules}} & {heavy}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.splitlines()[-1].split()


def test_importing_natfig_loads_nothing_heavy():
    assert loaded_after("import natfig") == []


def test_looking_things_up_loads_neither_matplotlib_nor_pandas():
    code = """
from natfig.cli.main import main
for argv in ("--help", "--version", "render --help", "journals", "palettes --help", "charts --help"):
    try:
        main(argv.split())
    except SystemExit:
        pass
"""
    assert {"matplotlib", "pandas", "scipy", "seaborn", "duckdb"}.isdisjoint(loaded_after(code))


def test_the_module_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "natfig", "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert "render" in done.stdout


def test_every_public_name_is_there():
    for name in natfig.__all__:
        assert getattr(natfig, name) is not None
    assert dir(natfig) == sorted(natfig.__all__)
    with pytest.raises(AttributeError, match="module 'natfig' has no attribute 'nothing'"):
        _ = natfig.nothing
