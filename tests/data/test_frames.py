"""Tables in memory: what comes in is what queries and panels see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from natfig.core.errors import DataError
from natfig.data.load import load_tables
from natfig.spec.loader import load_spec

_SPEC = """
natfig: 1
contract:
  conclusion: Doses raise the response.
  backend: python
  evidence: {a: {role: effect, claim: It rises with the dose.}}
data:
  means: {query: "SELECT dose, avg(y) AS y FROM runs GROUP BY dose ORDER BY dose"}
panels:
  a: {kind: scatter, data: runs, x: dose, y: y}
"""
_FRAME = pd.DataFrame({
    "dose": [1, 1, 2, 2],
    "y": [1.0, 3.0, 5.0, np.nan],
    "arm": pd.Categorical(["a", "b", "a", None]),
    "day": pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-03", None]),
    "n": pd.array([1, 2, 3, None], dtype="Int64"),
})  # fmt: skip


def _tables(frame: Any, folder: Path = Path()) -> Any:
    frames = {"runs": frame}
    return load_tables(load_spec(folder / "cell.yaml", _SPEC.encode(), frames=frames), frames=frames)


def test_queries_see_a_data_frame() -> None:
    tables = _tables(_FRAME)
    assert tables["means"]["y"].tolist() == [2.0, 5.0]
    assert tables.info("runs").rows == 4
    table = tables["runs"]
    assert table.is_missing("y").tolist() == [False, False, False, True]
    assert table["arm"].tolist() == ["a", "b", "a", None]
    assert table["day"].dtype.kind == "M"
    assert table.is_missing("day").tolist() == [False, False, False, True]
    assert table["n"][:3].tolist() == [1, 2, 3]
    assert table.is_missing("n").tolist() == [False, False, False, True]


def test_a_mapping_of_columns_is_a_table() -> None:
    tables = _tables({"dose": [1, 2], "y": np.array([0.5, 1.5])})
    assert tables["runs"]["y"].tolist() == [0.5, 1.5]


def test_the_hash_tells_tables_apart() -> None:
    one, two = (_tables({"dose": [1, 2], "y": [0.5, y]}).info("runs").sha256 for y in (1.5, 1.6))
    again = _tables({"dose": [1, 2], "y": [0.5, 1.5]}).info("runs").sha256
    assert one != two
    assert one == again


def test_a_frame_stands_in_for_the_table_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "runs.csv").write_text("dose,y\n1,1\n")
    spec = _SPEC.replace("data:\n", "data:\n  runs: {file: runs.csv}\n")
    frames = {"runs": {"dose": [7], "y": [8]}}
    loaded = load_spec(tmp_path / "cell.yaml", spec.encode(), frames=frames)
    assert load_tables(loaded, frames=frames)["runs"]["dose"].tolist() == [7]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (5, "is int, not a table"),
        ({"dose": [], "y": []}, "there are no rows"),
        ({"dose": [1, 2], "y": [1]}, "its columns have 1 to 2 rows"),
        ({"dose": [[1], [2]], "y": [1, 2]}, "2 dimensions"),
        ({"dose": [{}, {}], "y": [1, 2]}, "holds lists or records"),
    ],
)
def test_what_is_no_table_is_named(frame: Any, said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        _tables(frame)
    assert "runs" in str(caught.value)
