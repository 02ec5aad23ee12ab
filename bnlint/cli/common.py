"""What several commands share: standard input and output, error lines, options for Caffe versions and user rules."""

from __future__ import annotations

import argparse
import sys

from bnlint.config import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.config.find import Configurations

    Run = Callable[[argparse.Namespace], int]

STDIN = "<stdin>"
PLEASE = "Please report this, with the file if you can."


def reads_stdin(arguments: argparse.Namespace) -> bool:
    """Whether ``-`` is the only path."""
    return bool(arguments.paths == ["-"])


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Adds the option `--rules`, which `user_rules.folders` reads."""
    parser.add_argument(
        "--rules",
        action="append",
        default=[],
        metavar="DIR",
        help="also use your own rules, from the YAML files in this folder; can be repeated",
    )


def require_known_caffe(arguments: argparse.Namespace, option: str) -> None:
    """Exits with status 2 if the value of `option` is not the name of a known Caffe."""
    from bnlint.config.keys import BY_NAME, caffe_hint, words_of

    name, names = getattr(arguments, option), words_of(BY_NAME[option].kind)
    if name not in names:
        arguments.usage_error(f"unknown {option} {name!r}; {caffe_hint(name, names)}")


def guarded(run: Run, arguments: argparse.Namespace) -> int:
    """The exit status of `run`; 2, with a line on standard error, if the configuration is invalid."""
    try:
        return run(arguments)
    except ConfigError as error:
        say(f"bnlint: {error}")
        return 2


def say_problems(configurations: Configurations) -> None:
    """Says which files in the repositories look like a Caffe's and cannot be read as such."""
    for problem in configurations.problems():
        say(f"bnlint: {problem}")


def put(data: bytes) -> None:
    """Writes bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(line: str) -> None:
    """Writes a line to standard error."""
    print(line, file=sys.stderr)
