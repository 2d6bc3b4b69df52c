"""``natfig templates``: what the list and the page of one template say."""

from __future__ import annotations

import json

import pytest

from natfig.cli.main import main
from natfig.core.templates import template, template_names


def _json(capsys, *arguments):
    assert main(["templates", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_has_one_line_a_template(capsys):
    assert main(["templates"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == [
        "template",
        "panels",
        "kinds",
        "archetype",
        "journal",
        "licence",
        "of",
        "the",
        "data",
    ]
    assert [line.split()[0] for line in lines] == list(template_names())
    assert not any("\x1b" in line for line in lines)


def test_json_list_and_single_agree(capsys):
    everything = _json(capsys)
    assert [t["name"] for t in everything] == list(template_names())
    assert _json(capsys, "penguins") == next(t for t in everything if t["name"] == "penguins")


@pytest.mark.parametrize("name", template_names())
def test_page_states_claim_source_and_licence(capsys, name):
    assert main(["templates", name]) == 0
    out = capsys.readouterr().out
    one = template(name)
    assert one.spec["contract"]["conclusion"] in out
    assert all(text in out for text in (*one.source, *one.licences))
    assert out.rstrip().endswith(f"next: natfig init --template {name}")


def test_facts_of_the_penguins(capsys):
    facts = _json(capsys, "penguins")
    assert facts["journal"] == "nature"
    assert facts["licences"] == ["CC0-1.0"]
    assert facts["panels"]["a"] == {"kind": "scatter", "role": "primary separation"}
    assert "data/penguins.csv" in facts["files"]


def test_only_serving_is_example_data(capsys):
    assert [t["name"] for t in _json(capsys) if t["example"]] == ["serving"]


def test_unknown_template(capsys):
    assert main(["templates", "penguin"]) == 2
    assert "did you mean 'penguins'?" in capsys.readouterr().err
