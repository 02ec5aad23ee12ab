"""The entry point of the command line: picks the command, and handles errors outside of the checked files."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from functools import partial

import bnlint
from bnlint.cli.common import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Command(Protocol):
        """The module of a command. Those that check options together call `arguments.usage_error`."""

        DESCRIPTION: str

        def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

        def run(self, arguments: argparse.Namespace) -> int: ...


#: The commands with their help, in its order.
COMMANDS = {
    "check": "check (and fix) prototxt files",
    "init": "write a configuration for a repository, and say what a first run finds",
    "baseline": "record the current findings, to show only new ones from now on",
    "config": "show the settings in force, and where each comes from",
    "files": "list the files that `check` would read",
    "targets": "list the known Caffes, or those that fit some files",
    "rule": "explain a rule, list all rules, or test rule files",
    "upgrade": "rewrite old formats to the current one",
    "format": "reformat files to the standard layout",
    "server": "run the language server for editors (LSP)",
    "completion": "print a shell completion script",
}
_MANY_OBJECTS = 100_000  # allocations before the collector runs: it finds nothing in what a short run loads
_BROKEN_PIPE, _INTERRUPTED = 141, 130  # what a shell shows for SIGPIPE and SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status. Raises SystemExit for wrong usage (2), --help and --version (0).

    Without `argv` the arguments are those of the process, which then ends here if it can: see `_end`.
    """
    if argv is not None:
        return _run(argv)
    gc.set_threshold(_MANY_OBJECTS)
    status = _run(sys.argv[1:])
    _end(status)
    return status


def load(command: str) -> Command:
    """The module of a command, imported only now: each start pays for its own command alone."""
    match command:
        case "check":
            from bnlint.cli import check

            return check
        case "init":
            from bnlint.cli import init

            return init
        case "baseline":
            from bnlint.cli import baseline

            return baseline
        case "config":
            from bnlint.cli import config

            return config
        case "files":
            from bnlint.cli import files

            return files
        case "targets":
            from bnlint.cli import targets

            return targets
        case "rule":
            from bnlint.cli import rule

            return rule
        case "upgrade":
            from bnlint.cli import upgrade

            return upgrade
        case "format":
            from bnlint.cli import format

            return format
        case "server":
            from bnlint.cli import server

            return server
        case "completion":
            from bnlint.cli import completion

            return completion
    raise KeyError(command)


def _run(words: Sequence[str]) -> int:
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed()
    command = next((word for word in words if word[:1] != "-"), "")
    arguments = make_parser((command,) if command in COMMANDS else ()).parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not if a test replaced it
            stream.reconfigure(errors="backslashreplace")
    try:
        status = guarded(arguments.run, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:  # from writing the output: errors of files are reported with the file
        _forget_stdout()
        print(f"bnlint: cannot write output: {error.strerror or error}", file=sys.stderr)
        return 2
    return status


def make_parser(commands: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser of these commands, the last with its arguments; without any, it lists all for --help."""
    argparse._ = lambda text: text  # type: ignore[attr-defined]  # English only: looking for translations takes 3 ms
    formatter = partial(argparse.HelpFormatter, width=_width())
    parser = argparse.ArgumentParser(
        "bnlint",
        description="Linter and fixer for Caffe prototxt files, specialized in batch normalization.",
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"bnlint {bnlint.__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="bnlint")
    if commands == ("completion",):  # which describes all of them
        commands = tuple(COMMANDS)
    for name in commands or COMMANDS:
        added = subparsers.add_parser(name, help=COMMANDS[name], allow_abbrev=False, formatter_class=formatter)
        if commands:
            module = load(name)
            added.description = module.DESCRIPTION
            added.set_defaults(run=module.run, usage_error=added.error, parser=parser)
            module.add_arguments(added)
    return parser


def _width() -> int:
    """The width of help: that of the terminal. argparse would import shutil to find it, for each option anew."""
    try:
        return os.get_terminal_size(1).columns - 2
    except OSError:
        return 98


def _end(status: int) -> None:
    """Ends the process without freeing its memory first, which takes as long as checking a few files.

    Not if there may be threads or functions registered to run at exit: both load `threading`. Nor if the output cannot
    be written: the interpreter handles that.
    """
    if "threading" in sys.modules:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):  # it is missing, full, or closed
        return
    os._exit(status)


def _open_closed() -> None:
    """Redirects closed streams (``>&-``) to nowhere, so that no other file gets their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _forget_stdout() -> None:
    """Redirects standard output to nowhere: what is still buffered must not raise again at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # it has no file
        return
