"""The options of `bnlint check` about its report (format, file, statistics), and writing the report."""

from __future__ import annotations

import argparse
import io
import os
import sys

from bnlint.report import formats
from bnlint.report.next_steps import NextSteps
from bnlint.report.options import ReportOptions
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from bnlint.linter.settings import Settings
    from bnlint.run.discover import FoundFile
    from bnlint.run.outcome import Outcome


def add(parser: argparse.ArgumentParser) -> None:
    """Adds the options."""
    option = parser.add_argument
    option("--output-format", choices=tuple(formats.FORMATS), help=f"default: {formats.DEFAULT}")
    option("--output-file", metavar="FILE", help="write the report to this file instead of standard output")
    option("--statistics", action="store_true", help="show the number of findings per rule instead of the findings")
    option("--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C")


def check_usage(arguments: argparse.Namespace) -> None:
    """Exits with status 2 if options conflict."""
    if arguments.diff and (arguments.output_file or arguments.statistics):
        name = "--output-file" if arguments.output_file else "--statistics"
        arguments.usage_error(f"{name} cannot be combined with --diff, which shows no findings")
    if arguments.statistics:
        from bnlint.report import statistics

        if arguments.output_format not in statistics.FORMATS:
            known = ", ".join(statistics.FORMATS)
            arguments.usage_error(f"--statistics does not support format {arguments.output_format}; use one of {known}")


def shows_edits(arguments: argparse.Namespace) -> bool:
    """Whether the report shows the edits of fixes."""
    return arguments.output_format in formats.WITH_EDITS and not arguments.statistics


def write(outcomes: Iterable[Outcome], arguments: argparse.Namespace, settings: Settings, stream: TextIO) -> None:
    """Writes the report to `stream`, or to the file given as an option. Raises OSError if that cannot be written."""
    if not arguments.output_file:
        _write(outcomes, arguments, settings, stream)
        return
    buffer = io.StringIO()
    _write(outcomes, arguments, settings, buffer, to_file=True)
    files.write_output(arguments.output_file, buffer.getvalue().encode("utf-8", "backslashreplace"))


def _write(
    outcomes: Iterable[Outcome],
    arguments: argparse.Namespace,
    settings: Settings,
    stream: TextIO,
    to_file: bool = False,
) -> None:
    options = ReportOptions(arguments.verbose, settings.fail_level, settings.rules, to_file)
    if arguments.statistics:
        from bnlint.report import statistics

        statistics.write(outcomes, stream, arguments.output_format, options)
    else:
        formats.write(arguments.output_format, outcomes, stream, options)


def next_steps(arguments: argparse.Namespace, has_baseline: bool) -> NextSteps | None:
    """What counts findings to say what to do next; None for a report that does not say it."""
    changes = arguments.fix or arguments.diff or arguments.add_ignores
    other = arguments.output_format != "text" or arguments.output_file or arguments.statistics
    one_file = len(arguments.paths) == 1 and not os.path.isdir(arguments.paths[0])
    if changes or other or one_file or has_baseline or arguments.quiet:
        return None
    return NextSteps()


def with_progress(
    found_files: Iterable[FoundFile], start: Callable[[Iterable[FoundFile]], Iterator[Outcome]]
) -> Iterator[Outcome]:
    """The outcomes that `start` yields, with a progress bar on standard error if that is a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return start(found_files)
    from bnlint.report import progress

    listed = list(found_files)
    return progress.shown(start(listed), len(listed), sys.stderr)
