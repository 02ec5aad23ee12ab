"""The user rules given with the option `--rules`."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from bnlint.rules import catalog
from bnlint.rules.page import RuleFileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def folders(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The folders given with the option, with their rules loaded. Exits with status 2 if one is invalid."""
    named = tuple(arguments.rules)
    with faults():
        catalog.known(named)
    return named


@contextmanager
def faults() -> Iterator[None]:
    """Exits with status 2 and one line if a rule file is invalid or cannot be read."""
    try:
        yield
    except RuleFileError as error:
        print(f"bnlint: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as error:
        print(f"bnlint: {error.filename}: cannot be read: {error.strerror or error}", file=sys.stderr)
        raise SystemExit(2) from None
