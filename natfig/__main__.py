"""``python -m natfig`` is the command line."""

from natfig.cli.main import main

raise SystemExit(main())
