"""`bnlint server`: the language server on standard input and output."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

_DESCRIPTION = """Runs the Language Server Protocol on standard input and output, for an editor to start.
docs/editors.md shows how to configure editors."""
_MISSING = 'the language server needs pygls, which is not installed: pip install "bnlint[lsp]"'


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "server",
        help="run the language server for editors",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.add_argument(
        "--stdio",
        action="store_true",
        help="has no effect; for editors that always pass it",
    )
    parser.set_defaults(run=run, usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Runs until the client disconnects; the exit code."""
    try:
        import lsprotocol.types  # noqa: F401
        import pygls.lsp.server  # noqa: F401
    except ImportError:
        print(f"bnlint: {_MISSING}", file=sys.stderr)
        return 2
    from bnlint.lsp.features import create_server

    return create_server().start(sys.stdin.buffer, sys.stdout.buffer)
