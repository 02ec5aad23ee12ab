"""The completion scripts for bash, zsh and fish, generated from a description of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Value(NamedTuple):
    """What a value can be: one of `words`, a comma-separated list of them, a path of some `kind`, or anything.

    `kind` is ``words``, ``list``, ``file``, ``net`` (a prototxt file or a folder), ``folder`` or empty.
    """

    kind: str
    words: tuple[str, ...] = ()


class Option(NamedTuple):
    """An option with its names; `value` is None for a flag. `repeats`: it can be given several times."""

    names: tuple[str, ...]
    help: str
    value: Value | None
    repeats: bool


class Command(NamedTuple):
    """A command; `values` are its positional arguments."""

    name: str
    help: str
    options: tuple[Option, ...]
    values: tuple[Value, ...]


_NETS = ("*.prototxt", "*.prototxt.*", "*.pt", "*.pbtxt")

_BASH = """\
# Completion of bnlint in bash. Written by `bnlint completion bash`.
_bnlint_paths() { # the kind of paths to offer: "net" (nets and folders), "file" or "folder"
  local path
  while IFS= read -r path; do
    if [[ $1 == file || -d $path ]]; then COMPREPLY+=("$path"); continue; fi
    if [[ $1 == net ]]; then case $path in NETS) COMPREPLY+=("$path") ;; esac; fi
  done < <(compgen -f -- "$cur")
  compopt -o filenames 2>/dev/null
}
_bnlint_words() { while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur"); }
_bnlint_list() { # comma-separated words
  local head= word
  [[ $cur == *,* ]] && head=${cur%,*},
  while IFS= read -r word; do COMPREPLY+=("$head$word"); done < <(compgen -W "$1" -- "${cur##*,}")
  compopt -o nospace 2>/dev/null
}
_bnlint() {
  local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} command= word i
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=
  elif [[ $option == = ]]; then option=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} != -* ]]; then command=${COMP_WORDS[i]}; break; fi
  done
  case "$command $option" in
OPTIONS
  esac
  case "$command" in
COMMANDS
  esac
}
complete -F _bnlint bnlint
"""

_ZSH = """\
#compdef bnlint
# Completion of bnlint in zsh. Written by `bnlint completion zsh`.
_bnlint() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C OPTIONS '1: :->command' '*:: :->arguments' && return
  case $state in
    command)
      local -a commands=(
COMMANDS
      )
      _describe -t commands command commands ;;
    arguments)
      case $words[1] in
ARGUMENTS
      esac ;;
  esac
}
if [[ $funcstack[1] == _bnlint ]]; then _bnlint "$@"; else compdef _bnlint bnlint; fi
"""


def bash(whole: Command, commands: Sequence[Command]) -> str:
    """For bash 3.2 and later, without the package bash-completion."""
    options, bodies = [], []
    for command in commands:
        for option in command.options:
            if option.value:
                patterns = "|".join(f'"{command.name} {name}"' for name in option.names)
                options.append(f"    {patterns}) {_bash_value(option.value)}return ;;")
        names = _names(command.options)
        values = "".join(map(_bash_value, command.values))
        words = f'if [[ $cur == -* ]]; then _bnlint_words "{names}"; else {values or ":; "}fi ;;'
        bodies.append(f"    {command.name}) {words}")
    top = " ".join([*(command.name for command in commands), _names(whole.options)])
    bodies.append(f'    "") _bnlint_words "{top}" ;;')
    script = _BASH.replace("NETS", "|".join(_NETS)).replace("OPTIONS", "\n".join(options))
    return script.replace("COMMANDS", "\n".join(bodies))


def _names(options: Sequence[Option]) -> str:
    return " ".join(name for option in options for name in option.names)


def _bash_value(value: Value) -> str:
    if value.words:
        function = "_bnlint_list" if value.kind == "list" else "_bnlint_words"
        return f'{function} "{" ".join(value.words)}"; '
    return f"_bnlint_paths {value.kind}; " if value.kind else ""


def zsh(whole: Command, commands: Sequence[Command]) -> str:
    """For a file ``_bnlint`` in a folder of fpath, or to be sourced after compinit."""
    listed = [f"        {_quoted(f'{command.name}:{command.help}')}" for command in commands]
    bodies = []
    for command in commands:
        specs = [*_zsh_options(command.options), *_zsh_values(command.values)]
        lines = " \\\n".join(f"            {spec}" for spec in specs)
        bodies.append(f"        {command.name})\n          _arguments \\\n{lines} ;;")
    script = _ZSH.replace("OPTIONS", " ".join(_zsh_options(whole.options)))
    return script.replace("COMMANDS", "\n".join(listed)).replace("ARGUMENTS", "\n".join(bodies))


def _zsh_options(options: Sequence[Option]) -> Iterator[str]:
    for option in options:
        text = option.help
        for sign in "\\[]:":
            text = text.replace(sign, f"\\{sign}")
        others = "*" if option.repeats else f"({' '.join(option.names)})"
        for name in option.names:
            ends = f"=[{text}]:value:{_zsh_value(option.value)}" if option.value else f"[{text}]"
            yield _quoted(f"{others}{name}{ends}")


def _zsh_values(values: Sequence[Value]) -> Iterator[str]:
    """A path can be repeated."""
    for number, value in enumerate(values, 1):
        position = "*" if value.kind == "net" else str(number)
        yield _quoted(f"{position}:value:{_zsh_value(value)}")


def _zsh_value(value: Value) -> str:
    if value.kind == "list":
        return f"_values -s , rule {' '.join(value.words)}"
    if value.words:
        return f"({' '.join(value.words)})"
    nets = f'_files -g "({"|".join(_NETS)})"'
    return {"file": "_files", "net": nets, "folder": "_files -/"}.get(value.kind, "")


def fish(whole: Command, commands: Sequence[Command]) -> str:
    """For ``~/.config/fish/completions/bnlint.fish``."""
    lines = ["# Completion of bnlint in fish. Written by `bnlint completion fish`.", "complete -c bnlint -f"]
    lines += _fish_options(whole.options, "__fish_use_subcommand")
    for command in commands:
        about = _quoted(command.help)
        lines.append(f"complete -c bnlint -n __fish_use_subcommand -a {command.name} -d {about}")
    for command in commands:
        inside = _quoted(f"__fish_seen_subcommand_from {command.name}")
        lines += _fish_options(command.options, inside)
        lines += [f"complete -c bnlint -n {inside}{_fish_value(value)}" for value in command.values if value.kind]
    return "\n".join(lines) + "\n"


def _fish_options(options: Sequence[Option], condition: str) -> Iterator[str]:
    for option in options:
        names = "".join(f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in option.names)
        value = "" if option.value is None else f" -r{_fish_value(option.value)}"
        yield f"complete -c bnlint -n {condition}{names}{value} -d {_quoted(option.help)}"


def _fish_value(value: Value) -> str:
    words = " ".join(value.words)
    if value.kind == "list":
        listed = f'(__fish_complete_list , "string split , {words}")'
        return f" -f -a {_quoted(listed)}"
    if words:
        return f" -f -a {_quoted(words)}"
    return {"folder": ' -f -a "(__fish_complete_directories)"', "": ""}.get(value.kind, " -F")


def _quoted(text: str) -> str:
    """Quoted in a way that all three shells understand."""
    return "'" + text.replace("'", "'\\''") + "'"


#: By shell.
SCRIPTS = {"bash": bash, "zsh": zsh, "fish": fish}
