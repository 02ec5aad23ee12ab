"""What several commands share: standard input and output, lines for whoever watches, names of a Caffe, --rules."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

STDIN = "<stdin>"
PLEASE = "Please report this, with the file if you can."


def reads_stdin(arguments: argparse.Namespace) -> bool:
    """Whether ``-`` is the only path."""
    return bool(arguments.paths == ["-"])


def add_rules(parser: argparse.ArgumentParser) -> None:
    """The option `--rules`: see `user_rules`, which reads what it names."""
    parser.add_argument(
        "--rules",
        action="append",
        default=[],
        metavar="DIR",
        help="also the rules of your own in the YAML files of this folder; may be given several times",
    )


def known_caffe(arguments: argparse.Namespace, option: str) -> None:
    """Leaves with 2 where the option `option` names no Caffe that is known."""
    from difflib import get_close_matches

    from bnlint.caffe.schema.messages import dialect_names

    name, names = getattr(arguments, option), dialect_names()
    if name not in names:
        near = get_close_matches(name, names, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
        arguments.usage_error(f"unknown {option} {name!r}; {hint}")


def put(data: bytes) -> None:
    """Bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(line: str) -> None:
    """A line to standard error."""
    print(line, file=sys.stderr)
