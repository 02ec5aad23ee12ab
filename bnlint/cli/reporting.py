"""The options of `bnlint check` about its report: the format, the file, statistics; and how they are followed."""

from __future__ import annotations

import os
import sys

from bnlint.report import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from bnlint.linter.settings import Settings
    from bnlint.report.summary import Tally
    from bnlint.run.discover import Found
    from bnlint.run.run import Outcome

_MUCH = 100  # findings of a run


def add(parser: argparse.ArgumentParser) -> None:
    """The options."""
    option = parser.add_argument
    option("--output-format", choices=tuple(formats.FORMATS), help=f"default: {formats.DEFAULT}")
    option("--output-file", metavar="FILE", help="write the report there instead of to standard output")
    option("--statistics", action="store_true", help="count findings by rule instead of showing them")
    option("--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C")


def check_usage(arguments: argparse.Namespace) -> None:
    """Leaves with 2 where the options do not go together."""
    if arguments.diff and (arguments.output_file or arguments.statistics):
        name = "--output-file" if arguments.output_file else "--statistics"
        arguments.usage_error(f"{name} does not go with --diff, which shows no findings")
    if arguments.statistics:
        from bnlint.report import statistics

        if arguments.output_format not in statistics.FORMATS:
            known = ", ".join(statistics.FORMATS)
            arguments.usage_error(f"--statistics has no format {arguments.output_format}; it has {known}")


def shows_edits(arguments: argparse.Namespace) -> bool:
    """Whether the report shows what fixes do, letter by letter."""
    return arguments.output_format in formats.WITH_EDITS and not arguments.statistics


def write(outcomes: Iterable[Outcome], arguments: argparse.Namespace, settings: Settings, stream: TextIO) -> None:
    """The report to `stream`, or to the file that the options name. Raises OSError where that cannot be written."""
    if not arguments.output_file:
        _write(outcomes, arguments, settings, stream)
        return
    import io

    from bnlint.text import files

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
    how = formats.ReportOptions(arguments.verbose, settings.fail_level, settings.rules, to_file)
    if arguments.statistics:
        from bnlint.report import statistics

        statistics.write(outcomes, stream, arguments.output_format, how)
    else:
        formats.write(arguments.output_format, outcomes, stream, how)


def hint(arguments: argparse.Namespace, tally: Tally) -> str:
    """What helps who has to read very much."""
    much = sum(tally.found.values()) >= _MUCH and not arguments.statistics and not arguments.output_file
    return "--statistics counts them by rule." if much else ""


def with_progress(found: Iterable[Found], start: Callable[[Iterable[Found]], Iterator[Outcome]]) -> Iterator[Outcome]:
    """The outcomes that `start` makes of `found`, with a bar on standard error if that is a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return start(found)
    from bnlint.report import progress

    listed = list(found)
    return progress.shown(start(listed), len(listed), sys.stderr)
