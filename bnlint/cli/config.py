"""`bnlint config`: shows the settings in force for a file, and where each comes from."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from typing import Any

from bnlint.cli import config_options
from bnlint.config.find import Configuration, Configurations
from bnlint.config.jsonschema import shipped
from bnlint.config.keys import KEYS
from bnlint.linter.settings import CHEAPEST
from bnlint.report.origins import explanation
from bnlint.run.job import lint_data
from bnlint.text import files

DESCRIPTION = """Shows the settings in force for a file or folder: each key with its value and where it comes from: a
line of the configuration file, the command line, or the default."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="a file or folder (default: .)")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of configuration files instead")
    config_options.add(parser, schema=False)  # its own --schema is another


def run(arguments: argparse.Namespace) -> int:
    """Prints the settings; the exit status."""
    if arguments.schema:
        print(shipped(), end="")
        return 0
    configurations = config_options.configurations(arguments)
    path: str = arguments.path
    is_folder = os.path.isdir(path)
    configuration = configurations.nearest(path if is_folder else os.path.dirname(path))
    rows = list(_rows(configurations, configuration))
    width = max(len(text) for text, _ in rows)
    print(f"# {path}: {configuration.path if configuration is not None else 'no configuration file'}")
    for text, origin in rows:
        print(f"{text.ljust(min(width, 60))}  # {origin}")
    if configuration is not None and not is_folder:
        _print_file(configuration, os.path.abspath(path))
    if os.path.isfile(path):
        _print_origin(configurations, path)
    return 0


def _print_origin(configurations: Configurations, path: str) -> None:
    """Prints the Caffe of the file and what shows it; nothing if it is not Caffe's."""
    settings = configurations.settings(path).replace(select=CHEAPEST)
    outcome = lint_data(path, files.read(path), settings)
    if outcome.result is not None:
        print(f"# this file is {explanation(outcome.result.origin)}")


def _rows(configurations: Configurations, configuration: Configuration | None) -> Iterator[tuple[str, str]]:
    """Each key as TOML, and where its value comes from."""
    for key in KEYS:
        value = configurations.value(key.name, configuration, key.default)
        if key.name == "rules":
            value = configurations.rules(configuration)
        if key.name in configurations.options:
            origin = "command line"
        elif "select" in configurations.options and key.name in ("ignore", "extend-select"):
            value, origin = (), "replaced by --select on the command line"
        elif configuration is not None and key.name in configuration.values:
            origin = f"{configuration.path}:{configuration.file.line(key.name)}"
        else:
            origin = "default"
        yield f"{key.name} = {_toml(value, key.kind.form in ('map', 'table'))}", origin


def _toml(value: Any, table: bool = False) -> str:
    if table:
        pairs = ", ".join(f"{json.dumps(name)} = {_toml(each)}" for name, each in value)
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _print_file(configuration: Configuration, path: str) -> None:
    """Prints what the patterns of the configuration say about the file."""
    line = configuration.file.line
    if kinds := configuration.kinds(path):
        print(f"# kind of this file: {', '.join(kinds)} ({configuration.path}:{line('file-kinds')})")
    if net := configuration.training_net(path):
        there = "" if os.path.isfile(os.path.join(os.path.dirname(path), net)) else ", which does not exist"
        print(f"# trained with: {net}{there} ({configuration.path}:{line('training-nets')})")
    if ignored := configuration.ignored(path):
        print(f"# ignored in this file: {', '.join(ignored)} ({configuration.path}:{line('per-file-ignores')})")
