"""The rules of users that the option `--rules` names."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def folders(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The folders that the option names, their rules read. Leaves with 2 and one line where one is faulty."""
    from bnlint.rules import catalog
    from bnlint.rules.page import RuleFileError

    named = tuple(arguments.rules)
    try:
        catalog.known(named)
    except RuleFileError as error:
        print(f"bnlint: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as error:
        print(f"bnlint: {error.filename}: cannot be read: {error.strerror or error}", file=sys.stderr)
        raise SystemExit(2) from None
    return named
