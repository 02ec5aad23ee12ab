"""`python -m bnlint`: the command line."""

from __future__ import annotations

from bnlint.cli.main import main

raise SystemExit(main())
