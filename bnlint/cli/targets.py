"""`bnlint targets`: lists the known Caffes."""

from __future__ import annotations

import argparse
import sys

from bnlint.report import caffes

DESCRIPTION = "Lists the known Caffes: name, what it is, its addresses on GitHub, and what sets it apart."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default: text")


def run(arguments: argparse.Namespace) -> int:
    """Prints; the exit status."""
    write = caffes.write_json if arguments.output_format == "json" else caffes.write_table
    write(sys.stdout)
    return 0
