"""The entry of the command line: which command, and what becomes of faults outside the files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import bnlint
from bnlint.cli import baseline, check, completion, config, files, format, rule, server, upgrade

_BROKEN_PIPE, _INTERRUPTED = 141, 130  # what a shell shows for SIGPIPE and SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code. Raises SystemExit for wrong usage (2), --help and --version (0)."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a test replaced it
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:  # the output's: a file's own are reported with the file
        _forget_stdout()
        print(f"bnlint: output cannot be written: {error.strerror or error}", file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "bnlint",
        description="Linter and fixer for Caffe prototxt files, above all for their batch normalization.",
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"bnlint {bnlint.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="bnlint")
    check.add(commands, formatter)
    baseline.add(commands, formatter)
    config.add(commands, formatter)
    files.add(commands, formatter)
    rule.add(commands, formatter)
    upgrade.add(commands, formatter)
    format.add(commands, formatter)
    server.add(commands, formatter)
    completion.add(commands, formatter, parser)
    return parser


def formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal. argparse makes one for each option, and by itself loads shutil for it."""
    try:
        width = os.get_terminal_size(1).columns
    except OSError:
        width = 100
    return argparse.HelpFormatter(prog, width=width - 2)


def _forget_stdout() -> None:
    """Nobody reads it: what is still buffered must not raise again when the interpreter ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no file behind it
        return
