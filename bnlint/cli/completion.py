"""`bnlint completion`: prints a script that completes bnlint's commands, options and their values in a shell."""

from __future__ import annotations

import argparse
from collections import namedtuple
from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

    class Value(NamedTuple):
        """What may stand somewhere: one of `words`, several of them with commas, a path of `kind`, or anything.

        `kind` is ``words``, ``list``, ``file``, ``net`` (a prototxt file or a folder), ``folder`` or empty.
        """

        kind: str
        words: tuple[str, ...] = ()

    class Option(NamedTuple):
        """An option by its names; `value` is None for a flag. `repeats`: it may be given several times."""

        names: tuple[str, ...]
        help: str
        value: Value | None
        repeats: bool

    class Command(NamedTuple):
        """A command; `values` are what may stand in it besides options."""

        name: str
        help: str
        options: tuple[Option, ...]
        values: tuple[Value, ...]
else:
    Value = namedtuple("Value", "kind words", defaults=((),))
    Option = namedtuple("Option", "names help value repeats")
    Command = namedtuple("Command", "name help options values")

SHELLS = ("bash", "zsh", "fish")
_KINDS = {"PATH": "net", "FILE": "file", "NAME": "file", "DIR": "folder"}  # by what the help calls the value
_DESCRIPTION = """Prints a completion script. bash: eval "$(bnlint completion bash)" in ~/.bashrc. zsh: write it to a
file _bnlint in a folder of fpath, or source it after compinit. fish: write it to
~/.config/fish/completions/bnlint.fish."""


def add(commands: Commands, formatter: Formatter, whole: argparse.ArgumentParser) -> None:
    """The command's options; `whole` is the parser of the command line."""
    parser = commands.add_parser(
        "completion",
        help="print a script that completes commands and options in a shell",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.set_defaults(run=run, whole=whole)
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(arguments: argparse.Namespace) -> int:
    """Prints; the exit code."""
    from bnlint.cli import completion_scripts

    first, *others = described(arguments.whole)
    print(getattr(completion_scripts, arguments.shell)(first, others), end="")
    return 0


def described(parser: argparse.ArgumentParser) -> Iterator[Command]:
    """The command line itself, with an empty name, then its commands."""
    options, _ = _parts(parser)
    yield Command("", "", options, ())
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                yield Command(name, helps.get(name, ""), *_parts(command))


def _parts(parser: argparse.ArgumentParser) -> tuple[tuple[Option, ...], tuple[Value, ...]]:
    options, values = [], []
    for action in parser._actions:
        if action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction):
            continue
        value = None if action.nargs == 0 else _value(action)
        if not action.option_strings:
            values.append(value or Value(""))
            continue
        what = (action.help or "") % {**vars(action), "prog": parser.prog}
        repeats = isinstance(action, argparse._AppendAction)
        options.append(Option(tuple(action.option_strings), what, value, repeats))
    return tuple(options), tuple(values)


def _value(action: argparse.Action) -> Value:
    if action.choices is not None:
        return Value("words", tuple(map(str, action.choices)))
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    if metavar in _KINDS:
        return Value(_KINDS[metavar])
    if metavar == "RULE":
        return Value("words", _rules())
    if metavar == "IDS":
        return Value("list", ("ALL", *_prefixes(_rules()), *_rules()))
    if action.dest in ("target", "dialect"):
        from bnlint.caffe.schema.messages import dialect_names

        return Value("words", tuple(dialect_names()))
    return Value("")


def _rules() -> tuple[str, ...]:
    from bnlint.rules import catalog

    return tuple(catalog.rules())


def _prefixes(rules: tuple[str, ...]) -> list[str]:
    """The letters that rules begin with: BN, FLD and the like."""
    return sorted({rule.rstrip("0123456789") for rule in rules})
