"""`python -m bnlint`: the command line, which exits normally, so that profilers can report."""

from __future__ import annotations

import sys

from bnlint.cli.main import main

raise SystemExit(main(sys.argv[1:]))
