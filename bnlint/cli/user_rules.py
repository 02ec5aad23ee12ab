"""The option `--rules` of the commands, and the rules of users that it names."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """The option."""
    parser.add_argument(
        "--rules",
        action="append",
        default=[],
        metavar="DIR",
        help="also the rules of your own in the YAML files of this folder; may be given several times",
    )


def folders(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The folders that the option names, their rules read. Leaves with 2 and one line where one is faulty."""
    from bnlint import catalog
    from bnlint.rulepage import RuleFileError

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
