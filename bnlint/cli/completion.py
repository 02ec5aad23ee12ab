"""`bnlint completion`: prints a script that completes bnlint's commands, options and their values in a shell."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from bnlint.caffe.origin import AUTO
from bnlint.caffe.schema.messages import dialect_names
from bnlint.cli.completion_scripts import SCRIPTS, Command, Option, Value
from bnlint.rules import catalog

DESCRIPTION = """Prints a completion script. bash: put eval "$(bnlint completion bash)" in ~/.bashrc. zsh: write the
script to a file _bnlint in a folder of fpath, or source it after compinit. fish: write it to
~/.config/fish/completions/bnlint.fish."""
_KINDS = {"PATH": "net", "FILE": "file", "NAME": "file", "DIR": "folder"}  # by the metavar in the help


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.add_argument("shell", choices=tuple(SCRIPTS), help="the shell")


def run(arguments: argparse.Namespace) -> int:
    """Prints the script; the exit status."""
    first, *others = described(arguments.parser)
    print(SCRIPTS[arguments.shell](first, others), end="")
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
        text = (action.help or "") % {**vars(action), "prog": parser.prog}
        repeats = isinstance(action, argparse._AppendAction)
        options.append(Option(tuple(action.option_strings), text, value, repeats))
    return tuple(options), tuple(values)


def _value(action: argparse.Action) -> Value:
    if action.choices is not None:
        return Value("words", tuple(map(str, action.choices)))
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    if metavar in _KINDS:
        return Value(_KINDS[metavar])
    rules = tuple(catalog.rules())
    if metavar == "RULE":
        return Value("words", rules)
    if metavar == "IDS":
        return Value("list", ("ALL", *_prefixes(rules), *rules))
    if action.dest in ("target", "dialect"):
        return Value("words", (*[AUTO] * (action.dest == "target"), *dialect_names()))
    return Value("")


def _prefixes(rules: tuple[str, ...]) -> list[str]:
    """The letters that rule ids begin with: BN, FLD and the like."""
    return sorted({rule.rstrip("0123456789") for rule in rules})
