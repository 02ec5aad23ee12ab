"""`bnlint baseline`: records the current findings, so that `bnlint check` shows only new ones."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from bnlint.cli import config_options
from bnlint.cli.common import PLEASE, say, say_problems
from bnlint.config import BASELINE_NAME
from bnlint.config.find import Configurations
from bnlint.linter.result import Result
from bnlint.report.summary import plural
from bnlint.run import baseline, discover
from bnlint.run.run import run as run_files
from bnlint.text import files

DESCRIPTION = """Writes the current findings to .bnlint-baseline.json, next to the configuration file or in the working
directory. `bnlint check` then shows only new ones. Exit status: 0, or 2 if a file cannot be read; then nothing is
written."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    parser.add_argument("--baseline", metavar="FILE", default="", help="write to this file instead")
    config_options.add(parser)
    config_options.add_exclusion(parser)
    config_options.add_running(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes the file; the exit status. Raises OSError if it cannot be written."""
    configurations = config_options.configurations(arguments)
    path = arguments.baseline or configurations.baseline_path() or _new_path(configurations)
    errors: list[str] = []
    data, count = baseline.render(path, _results(arguments, configurations, errors))
    say_problems(configurations)
    for error in errors:
        say(f"bnlint: {error}")
    if errors:
        return 2
    files.write_output(path, data)
    print(f"{plural(count, 'finding')} written to {path}")
    return 0


def _new_path(configurations: Configurations) -> str:
    configuration = configurations.nearest(".")
    return os.path.join(os.path.dirname(configuration.path) if configuration is not None else "", BASELINE_NAME)


def _results(
    arguments: argparse.Namespace, configurations: Configurations, errors: list[str]
) -> Iterator[tuple[str, Result]]:
    """The path and result of each file; failures are added to `errors`."""
    found_files = discover.find(arguments.paths or ["."], configurations, arguments.force_exclude)
    for outcome in run_files(found_files, configurations.settings, jobs=arguments.jobs):
        if outcome.error:
            errors.append(f"{outcome.path}: {outcome.error}")
        errors += [f"{outcome.path}: internal error: {bug}. {PLEASE}" for bug in outcome.bugs]
        if outcome.result is not None:
            yield outcome.path, outcome.result
