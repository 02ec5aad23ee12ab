"""The entry of the command line: which command, and what becomes of faults outside the files."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import bnlint

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import NoReturn

#: The commands in the order of the help, each the name of its module.
COMMANDS = ("check", "baseline", "config", "files", "rule", "upgrade", "format", "server", "completion")
_MANY_OBJECTS = 100_000  # made since the collector last looked: what is loaded for a few files is not worth its time
_BROKEN_PIPE, _INTERRUPTED = 141, 130  # what a shell shows for SIGPIPE and SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; the exit code. Raises SystemExit for wrong usage (2), --help and --version (0).

    Without `argv` the words are those of the process, which then ends here if it can: see `_end`.
    """
    if argv is not None:
        return _run(argv)
    gc.set_threshold(_MANY_OBJECTS)
    code = _run(sys.argv[1:])
    _end(code)
    return code


def _run(words: Sequence[str]) -> int:
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed()
    arguments = without_options(words) or _parser(words[0] if words else "").parse_args(words)
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


def without_options(words: Sequence[str]) -> argparse.Namespace | None:
    """What the parser makes of ``check PATH …``, the words of hooks and most starts; None for all others.

    argparse would take longer to load, and to hear of all options, than a small file to be checked.
    """
    if words[:1] != ["check"] or any(word[:1] == "-" for word in words):
        return None
    from types import SimpleNamespace

    from bnlint._generated.check_defaults import defaults
    from bnlint.cli import check

    def usage_error(message: str) -> NoReturn:
        _parser("check").parse_args(words).usage_error(message)
        raise AssertionError("the parser leaves")

    return SimpleNamespace(**defaults(), paths=words[1:], run=check.watched, usage_error=usage_error)  # type: ignore[return-value]


def _parser(command: str = "") -> argparse.ArgumentParser:
    """The parser of all commands, or, to save the imports of the others, of the one that is asked for."""
    import argparse

    argparse._ = lambda text: text  # type: ignore[attr-defined]  # its messages stay English: looking for others costs 3 ms
    parser = argparse.ArgumentParser(
        "bnlint",
        description="Linter and fixer for Caffe prototxt files, above all for their batch normalization.",
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"bnlint {bnlint.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="bnlint")
    for name in (command,) if command in COMMANDS[:-1] else COMMANDS:
        module = __import__(f"bnlint.cli.{name}", fromlist=["add"])  # importlib would be one module more to load
        if name == "completion":  # which writes down all the others
            module.add(commands, formatter, parser)
        else:
            module.add(commands, formatter)
    return parser


def formatter(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal. argparse makes one for each option, and by itself loads shutil for it."""
    import argparse

    try:
        width = os.get_terminal_size(1).columns
    except OSError:
        width = 100
    return argparse.HelpFormatter(prog, width=width - 2)


def _end(code: int) -> None:
    """Ends the process without freeing first what it used, which takes as long as to check a few files.

    Not where there may be threads, or something may be registered to be done at the end: whoever does so has loaded
    `threading`. Nor where what is printed cannot be written: the interpreter knows what to do then.
    """
    if "threading" in sys.modules:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):  # there is none, it is full, it is closed
        return
    os._exit(code)


def _open_closed() -> None:
    """Streams that were closed (``>&-``) lead nowhere, under the numbers that other files would get otherwise."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _forget_stdout() -> None:
    """Nobody reads it: what is still buffered must not raise again when the interpreter ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no file behind it
        return
