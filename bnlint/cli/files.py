"""`bnlint files`: lists the files that `bnlint check` would read."""

from __future__ import annotations

import argparse

from bnlint.cli import config_options
from bnlint.cli.common import say
from bnlint.run import discover

DESCRIPTION = "Lists the files that `bnlint check` would read, one per line."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    config_options.add_files(parser)
    config_options.add_exclusion(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the paths; the exit status: 2 if a path cannot be read."""
    status = 0
    configurations = config_options.configurations(arguments)
    for file in discover.find(arguments.paths or ["."], configurations, arguments.force_exclude):
        if file.error:
            say(f"bnlint: {file.path}: {file.error}")
            status = 2
        else:
            print(file.path)
    return status
