"""`bnlint targets`: lists the known Caffes, or those that fit some files."""

from __future__ import annotations

import argparse
import sys

from bnlint.cli import config_options
from bnlint.cli.common import say, say_problems
from bnlint.report import caffes
from bnlint.run import discover, fits

DESCRIPTION = """Lists the known Caffes: name, what it is, its addresses on GitHub, and what sets it apart. For files
and folders, says for which Caffe they were taken, which Caffes have all names in them, and what the others lack. Exit
status: 0, or 2 on wrong usage, unreadable files, or if there is no Caffe net or solver."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    option = parser.add_argument
    option("paths", nargs="*", metavar="PATH", help="files and folders (default: list all known Caffes)")
    option("--output-format", choices=("text", "json"), default="text", help="default: text")
    config_options.add_caffes(parser)
    config_options.add_files(parser)
    config_options.add_exclusion(parser)
    option("--verbose", action="store_true", help="also list each file, and all names of Caffes")


def run(arguments: argparse.Namespace) -> int:
    """Prints; the exit status."""
    if arguments.paths:
        return _fits(arguments)
    write = caffes.write_json if arguments.output_format == "json" else caffes.write_table
    write(sys.stdout)
    return 0


def _fits(arguments: argparse.Namespace) -> int:
    """Prints which Caffes fit the files; the exit status."""
    configurations = config_options.configurations(arguments)
    files = discover.find(arguments.paths, configurations, arguments.force_exclude)
    found = fits.fits(files, configurations.settings)
    say_problems(configurations)
    for error in found.errors:
        say(f"bnlint: {error}")
    if not found.files:
        if not found.errors:
            say(f"bnlint: no Caffe net or solver in {', '.join(arguments.paths)}")
        return 2
    if arguments.output_format == "json":
        caffes.write_fits_json(found, sys.stdout)
    else:
        caffes.write_fits(found, sys.stdout, arguments.verbose)
    return 2 if found.errors else 0
