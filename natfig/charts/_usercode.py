"""Running a function from a file beside the spec, and leaving everything as it was.

The user's module is compiled from its source, never from or to a byte-code
file, and forgotten afterwards: a second figure with another ``panels.py`` gets
its own, and an edited file is read again.
"""

from __future__ import annotations

import ast
import inspect
import random
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from natfig.core.errors import Problem, SpecError, did_you_mean

__all__ = ["Reference", "call", "find", "load", "parse", "sealed"]

# Larger files are data, not code.
MAX_SOURCE_BYTES = 2_000_000


class Reference:
    """``panels.py:draw``: a file relative to the spec and a function in it.

    Raises
    ------
    SpecError
        If the text has another form.
    """

    def __init__(self, text: str) -> None:
        self.file, _, self.function = text.rpartition(":")
        if not self.file.endswith(".py") or not self.function.isidentifier():
            raise SpecError(
                f"function: '{text}' is not a file and a function",
                hint="write such as function: panels.py:draw",
            )
        if Path(self.file).is_absolute() or "\\" in self.file or ".." in Path(self.file).parts:
            raise SpecError(
                f"function: '{self.file}' leaves the spec's folder",
                hint="only code beside the spec is run; copy the file there",
            )


def find(reference: Reference, folder: Path) -> Path:
    """Return the file a reference means.

    Raises
    ------
    SpecError
        If there is none, or a link leads out of the folder.
    """
    home = folder.resolve()
    path = (home / reference.file).resolve()
    if not path.is_relative_to(home):
        raise SpecError(
            f"function: '{reference.file}' is a link out of the spec's folder",
            hint="only code beside the spec is run; copy the file there",
        )
    if not path.is_file():
        beside = [p.name for p in sorted(path.parent.glob("*.py"))] if path.parent.is_dir() else []
        hint = (
            did_you_mean(Path(reference.file).name, beside)
            if beside
            else "there is no Python file in that folder"
        )
        raise SpecError(f"function: there is no file '{reference.file}' beside the spec", hint=hint)
    if path.stat().st_size > MAX_SOURCE_BYTES:
        raise SpecError(
            f"function: '{reference.file}' has more than {MAX_SOURCE_BYTES:,} bytes; that is no source code"
        )
    return path


def parse(reference: Reference, path: Path) -> ast.Module:
    """Return the syntax tree of the file; nothing is run.

    Raises
    ------
    SpecError
        With the line, if it is not Python or clearly lacks the function.
    """
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except SyntaxError as error:
        raise SpecError(
            Problem(f"not valid Python: {error.msg}", reference.file, error.lineno, error.offset)
        ) from error
    except (ValueError, OSError) as error:
        raise SpecError(Problem(f"can't be read as Python: {error}", reference.file)) from error
    defined, is_open = _defined(tree)
    if reference.function not in defined and not is_open:
        raise SpecError(
            Problem(
                f"there is no function '{reference.function}'",
                reference.file,
                hint=did_you_mean(reference.function, defined),
            )
        )
    return tree


def _defined(tree: ast.Module) -> tuple[list[str], bool]:
    """Return the names bound at the top of a module, and whether there may be others."""
    names: list[str] = []
    is_open = False
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.append(node.name)
            case ast.Assign():
                names += [
                    n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)
                ]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
            case ast.Import() | ast.ImportFrom():
                names += [a.asname or a.name.split(".")[0] for a in node.names]
                is_open |= any(a.name == "*" for a in node.names)
            case ast.Expr():
                pass
            case _:
                is_open = True  # if, try, with and the like may define anything
    return names, is_open


@contextmanager
def sealed(folder: Path, rng: np.random.Generator) -> Iterator[None]:
    """Keep inside what the user's code does to rcParams, random numbers, modules and sys.path.

    Inside, numpy's and Python's global random numbers are seeded from `rng`, so
    that the same input gives the same drawing even where the code uses them.
    """
    import matplotlib as mpl

    home = folder.resolve()
    numbers, python_numbers = np.random.get_state(), random.getstate()  # noqa: NPY002  (it is the global state that is kept)
    path, no_bytecode, modules = list(sys.path), sys.dont_write_bytecode, set(sys.modules)
    sys.path.insert(0, str(home))
    sys.dont_write_bytecode = True
    seed = int(rng.integers(2**32))
    np.random.seed(seed)  # noqa: NPY002
    random.seed(seed)
    try:
        with mpl.rc_context(), warnings.catch_warnings():
            yield
    finally:
        np.random.set_state(numbers)  # noqa: NPY002
        random.setstate(python_numbers)
        sys.path[:] = path
        sys.dont_write_bytecode = no_bytecode
        # Libraries stay loaded (compiled ones can't be loaded twice); the user's own modules go.
        for name in set(sys.modules) - modules:
            if _is_below(sys.modules[name], home):
                del sys.modules[name]
        for finder in [p for p in sys.path_importer_cache if Path(p) == home or home in Path(p).parents]:
            del sys.path_importer_cache[finder]


def _is_below(module: ModuleType, home: Path) -> bool:
    file = getattr(module, "__file__", None)
    if file is None:
        return any(Path(p).resolve().is_relative_to(home) for p in getattr(module, "__path__", ()))
    # A virtual environment inside the project folder holds libraries, not the user's code.
    found = Path(file).resolve()
    return found.is_relative_to(home) and "site-packages" not in found.parts


def load(reference: Reference, folder: Path) -> Callable[..., Any]:
    """Run the file and return its function; call it inside `sealed`.

    Raises
    ------
    SpecError
        If the file raises, or the function is missing or can't be called.
    """
    path = find(reference, folder)
    code = compile(parse(reference, path), str(path), "exec", dont_inherit=True)
    module = ModuleType(f"natfig_user_{path.stem}")
    module.__file__ = str(path)
    # Dataclasses and pickles look their module up by name.
    sys.modules[module.__name__] = module
    _guard(reference, folder, lambda: exec(code, module.__dict__))  # noqa: S102  (the user's own file beside the spec)
    function = getattr(module, reference.function, None)
    if not callable(function):
        public = [n for n, v in vars(module).items() if callable(v) and not n.startswith("_")]
        what = "there is no function" if function is None else "this can't be called:"
        raise SpecError(
            Problem(
                f"{what} '{reference.function}'",
                reference.file,
                hint=did_you_mean(reference.function, public),
            )
        )
    return function  # type: ignore[no-any-return]


def call(reference: Reference, folder: Path, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Call the user's function and turn what goes wrong into one sentence.

    Raises
    ------
    SpecError
        With file, line and message of the exception, which is its cause.
    """
    try:
        inspect.signature(function).bind(*args, **options)
    except TypeError as error:
        code = getattr(function, "__code__", None)
        raise SpecError(
            Problem(
                f"{reference.function}() can't be called with (ax, data, style) and the options: {error}",
                reference.file,
                code.co_firstlineno if code is not None else None,
                hint="write def draw(ax, data, style, …) with a keyword for each option",
            )
        ) from error
    except ValueError:
        pass  # a compiled function without a signature: calling it shows
    return _guard(reference, folder, lambda: function(*args, **options))


def _guard(reference: Reference, folder: Path, run: Callable[[], Any]) -> Any:
    try:
        return run()
    except (Exception, SystemExit) as error:
        file, line = _place(error, folder.resolve(), reference.file)
        message = " ".join(str(error).split()) or "no message"
        raise SpecError(
            Problem(f"the figure's own code raised {type(error).__name__}: {message}", file, line)
        ) from error


def _place(error: BaseException, home: Path, default: str) -> tuple[str, int | None]:
    """Return the user's file, relative to the spec, and the line where an exception left it."""
    if (
        isinstance(error, SyntaxError)
        and error.filename
        and Path(error.filename).resolve().is_relative_to(home)
    ):
        return str(Path(error.filename).resolve().relative_to(home)), error.lineno
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_absolute() and path.is_relative_to(home) and "site-packages" not in path.parts:
            return str(path.relative_to(home)), frame.lineno
    return default, None
