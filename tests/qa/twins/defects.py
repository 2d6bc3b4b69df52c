"""What a defect is, and the list of all: one function each, registered by the modules beside this one."""

from dataclasses import dataclass

DEFECTS = {}


@dataclass(frozen=True)
class Defect:
    """A way to break a figure, the code that must speak of it, and the templates it is tried on.

    `level` is the mildest severity the finding may have ("info" for notes such as CLR004).
    """

    name: str
    code: str
    put: object
    on: tuple
    suffix: str = "svg"
    level: str = "warning"


def defect(code, on, *, suffix="svg", level="warning"):
    """Register a function that puts one defect into a `Figure`; its name is the twin's."""

    def register(put):
        assert put.__name__ not in DEFECTS, put.__name__
        DEFECTS[put.__name__] = Defect(put.__name__, code, put, tuple(on.split()), suffix, level)
        return put

    return register


ALL = (
    "antibiotics aspirate barley classifier climate deepfield digits electricity gapminder niches pbmc "
    "penguins regimens rose serving smoking trial weather wine"
)


def but(names):
    """Return the templates that are not named."""
    return " ".join(name for name in ALL.split() if name not in names.split())
