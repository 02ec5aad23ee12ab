"""`bnlint server`: the language server, on standard input and output."""

from __future__ import annotations

import argparse
import sys

DESCRIPTION = """Runs the language server (LSP) on standard input and output. Editors start it; docs/editors.md shows
how to set them up."""
_MISSING = 'the language server needs pygls, which is not installed; run: pip install "bnlint[lsp]"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("--stdio", action="store_true", help="the default; accepted because some editors pass it")


def run(arguments: argparse.Namespace) -> int:
    """Runs until the client disconnects; the exit status."""
    try:
        import lsprotocol.types  # noqa: F401
        import pygls.lsp.server  # noqa: F401
    except ImportError:
        print(f"bnlint: {_MISSING}", file=sys.stderr)
        return 2
    from bnlint.lsp.features import create_server

    return create_server().start(sys.stdin.buffer, sys.stdout.buffer)
