"""Small specs for tests: a sound one, and the same with some parts replaced."""

import textwrap
from pathlib import Path

SOUND = """\
natfig: 1
id: tiny
contract:
  conclusion: INT8 serving halves latency at every batch size.
  backend: python
  journal: nature
  evidence:
    a: {role: primary comparison, claim: Latency falls.}
figure:
  width: double
  height: 70mm
data:
  t: {file: t.csv}
panels:
  a:
    kind: bar
    data: t
    x: g
    y: y
"""

TABLE = "g,y\nA,1.5\nB,2.5\n"


def write(folder: Path, text: str = SOUND, **files: str | bytes) -> Path:
    """Write spec.yaml, t.csv and other files (``name__csv="…"`` is name.csv); return the spec's path."""
    spec = folder / "spec.yaml"
    spec.write_text(textwrap.dedent(text), encoding="utf-8")
    files.setdefault("t__csv", TABLE)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return spec


def changed(old: str, new: str) -> str:
    """Return the sound spec with one piece of text replaced."""
    assert old in SOUND
    return SOUND.replace(old, new)
