"""``python -m natfig`` is the command line."""

from natfig.cli.main import entry

entry()
