"""`bnlint config`: shows the settings that hold for a file, and where each comes from."""

from __future__ import annotations

import os

from bnlint.cli import configured

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from bnlint.config.find import Configuration, Configurations

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

_DESCRIPTION = """Shows the settings in force for a file or folder: each key with its value, and the line of the
configuration file, the option, or the default that it comes from."""


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "config",
        help="show the settings in force, and where each comes from",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.set_defaults(run=configured.guarded(run), usage_error=parser.error)
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a file or folder (default: .)")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of configuration files instead")
    configured.add(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints; the exit code."""
    if arguments.schema:
        from bnlint.config.jsonschema import shipped

        print(shipped(), end="")
        return 0
    configurations = configured.configurations(arguments)
    path: str = arguments.path
    is_folder = os.path.isdir(path)
    configuration = configurations.nearest(path if is_folder else os.path.dirname(path))
    rows = list(_rows(configurations, configuration))
    width = max(len(said) for said, _ in rows)
    print(f"# {path}: {configuration.path if configuration is not None else 'no configuration file'}")
    for said, origin in rows:
        print(f"{said.ljust(min(width, 60))}  # {origin}")
    if configuration is not None and not is_folder:
        _print_file(configuration, os.path.abspath(path))
    return 0


def _rows(configurations: Configurations, configuration: Configuration | None) -> Iterator[tuple[str, str]]:
    """Each key as TOML, and where its value comes from."""
    from bnlint.config.keys import KEYS

    for key in KEYS:
        value = configurations.value(key.name, configuration, key.default)
        if key.name == "rules":
            value = configurations.rules(configuration)
        if key.name in configurations.options:
            origin = "command line"
        elif "select" in configurations.options and key.name in ("ignore", "extend-select"):
            value, origin = (), "set aside by --select on the command line"
        elif configuration is not None and key.name in configuration.values:
            origin = f"{configuration.path}:{configuration.file.line(key.name)}"
            if key.name in configurations.options:
                origin = "command line"
        else:
            origin = "default"
        yield f"{key.name} = {_toml(value, key.kind.form in ('map', 'table'))}", origin


def _toml(value: Any, table: bool = False) -> str:
    import json

    if table:
        pairs = ", ".join(f"{json.dumps(name)} = {_toml(each)}" for name, each in value)
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _print_file(configuration: Configuration, path: str) -> None:
    """What patterns say of the file."""
    place = configuration.path
    if kinds := configuration.kinds(path):
        print(f"# this file is of the kind {', '.join(kinds)} ({place}:{configuration.file.line('file-kinds')})")
    if ignored := configuration.ignored(path):
        line = configuration.file.line("per-file-ignores")
        print(f"# not judged in this file: {', '.join(ignored)} ({place}:{line})")
