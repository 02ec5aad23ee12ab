"""`bnlint format`: reformats files to the standard layout."""

from __future__ import annotations

import argparse
import sys

from bnlint.caffe.file_kind import kind_of
from bnlint.cli import config_options
from bnlint.cli.common import PLEASE, STDIN, put, reads_stdin, say
from bnlint.prototxt import template
from bnlint.prototxt.format import layout
from bnlint.report import colour, diff
from bnlint.report.summary import files as files_
from bnlint.report.summary import passed_over
from bnlint.run import discover
from bnlint.run.outcome import bug_line, reason
from bnlint.text import files
from bnlint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.linter.settings import Settings
    from bnlint.prototxt.nodes import Document

DESCRIPTION = """Reformats Caffe prototxt files: two spaces per level, one field per line; comments and the message stay
the same. In folders, it finds *.prototxt, *.prototxt.*, *.pt and *.pbtxt; files that are not Caffe's stay as they are.
Exit status: 0 on success; 1 if --check or --diff would change something; 2 on wrong usage, unreadable files, syntax
errors, or internal errors."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    option = parser.add_argument
    option("paths", nargs="+", metavar="PATH", help="files and folders, or - for standard input to output")
    option("--diff", action="store_true", help="show what would change, without writing files")
    option("--check", action="store_true", help="list the files that would change, without writing them")
    config_options.add_files(parser)
    config_options.add_exclusion(parser)
    option("--verbose", action="store_true", help="also list skipped and changed files")
    option("--quiet", action="store_true", help="print only errors")


class _Tally:
    """The numbers of files by their outcome."""

    __slots__ = ("changed", "failed", "skipped", "unchanged")

    def __init__(self) -> None:
        self.changed = self.failed = self.unchanged = 0
        self.skipped = 0  # files that are not Caffe's


def run(arguments: argparse.Namespace) -> int:
    """Formats; the exit status."""
    if "-" in arguments.paths and len(arguments.paths) > 1:
        arguments.usage_error("standard input (-) cannot be combined with files")
    tally = _Tally()
    skipped = discover.PassedOver()
    configurations = config_options.configurations(arguments)
    if reads_stdin(arguments):
        _format_stdin(configurations.settings(STDIN), arguments, tally)
    else:
        for file in discover.find(arguments.paths, configurations, arguments.force_exclude, skipped):
            _format_file(file, configurations.settings(file.path), arguments, tally)
    _print_summary(arguments, tally, passed_over(skipped))
    if tally.failed:
        return 2
    return int(_is_dry(arguments) and tally.changed > 0)


def _is_dry(arguments: argparse.Namespace) -> bool:
    return bool(arguments.diff or arguments.check)


def _format_stdin(settings: Settings, arguments: argparse.Namespace, tally: _Tally) -> None:
    """Formats standard input to standard output; whatever happens, no text is lost."""
    data = sys.stdin.buffer.read()
    after = _formatted(discover.FoundFile(STDIN, True), data, settings, arguments, tally)
    if not _is_dry(arguments):
        put(data if after is None else after.encode())
    tally.changed += after is not None


def _format_file(file: discover.FoundFile, settings: Settings, arguments: argparse.Namespace, tally: _Tally) -> None:
    if file.error:
        _fail(file.path, file.error, tally)
        return
    try:
        data = files.read(file.path)
    except OSError as error:
        _fail(file.path, reason("cannot be read", error), tally)
        return
    after = _formatted(file, data, settings, arguments, tally)
    if after is None:
        return
    if not _is_dry(arguments):
        try:
            files.write(file.path, after.encode(), data)
        except files.ChangedMeanwhile as error:
            _fail(file.path, str(error), tally)
            return
        except OSError as error:
            _fail(file.path, reason("cannot be written", error), tally)
            return
        if arguments.verbose:
            say(f"bnlint: {file.path}: formatted")
    tally.changed += 1


def _formatted(
    file: discover.FoundFile, data: bytes, settings: Settings, arguments: argparse.Namespace, tally: _Tally
) -> Source | None:
    """The text in the standard layout; None if it stays as it is, which is reported if it is an error."""
    path = file.path
    if files.is_probably_binary(data):
        if file.named or path.lower().endswith(".prototxt"):
            _fail(path, "binary file, not a prototxt file", tally)
        return None
    source = Source.from_bytes(data, path)
    try:
        result = layout(source)
        after = result.source
    except Exception as error:
        _fail(path, f"internal error: {bug_line(error)}. {PLEASE}", tally)
        return None
    if why := _foreign(result.document, settings):
        tally.skipped += 1
        if arguments.verbose:
            say(f"bnlint: {path}: skipped: {why}")
    elif result.refused:
        _fail(path, f"{result.refused}; not formatted", tally)
    elif result.bug:
        _fail(path, f"internal error: {result.bug}. {PLEASE}", tally)
    elif result.document.faults and template.placeholder(result.document) is not None:
        tally.unchanged += 1
        if arguments.verbose:
            say(f"bnlint: {path}: skipped: a template")
    elif result.document.faults:
        first = result.document.faults[0]
        line, column = source.lines.position(first.start)
        say(f"bnlint: {path}:{line + 1}:{column + 1}: {first.message}; not formatted")
        tally.failed += 1
    elif after is source:
        tally.unchanged += 1
    else:
        _print_change(path, source, after, arguments)
        return after
    return None


def _foreign(document: Document, settings: Settings) -> str:
    """Why a text is not Caffe's; empty if it is."""
    if kind_of(document) != "other" or (document.items and "solver" in settings.kinds):
        return ""
    return "not a Caffe net or solver" if document.text.strip() else "empty"


def _fail(path: str, line: str, tally: _Tally) -> None:
    say(f"bnlint: {path}: {line}")
    tally.failed += 1


def _print_change(path: str, before: Source, after: Source, arguments: argparse.Namespace) -> None:
    """Prints what would change, with --diff or --check."""
    if arguments.diff:
        put(diff.between(path, before, after, colour.wanted(sys.stdout)))
    elif arguments.check and not arguments.quiet:
        print(f"would format {path}")


def _print_summary(arguments: argparse.Namespace, tally: _Tally, skipped: str) -> None:
    if arguments.quiet:
        return
    sentences = []
    if tally.changed:
        sentences.append(f"{'Would format' if _is_dry(arguments) else 'Formatted'} {files_(tally.changed)}.")
    if tally.unchanged:
        sentences.append(f"{files_(tally.unchanged)} already formatted.")
    if tally.failed:
        sentences.append(f"{files_(tally.failed)} cannot be formatted.")
    if not sentences:
        where = f"no prototxt files in {', '.join(arguments.paths)}"
        if tally.skipped:
            where = f"no Caffe net or solver in {files_(tally.skipped)}"
        say(". ".join(filter(None, (f"bnlint: nothing to format: {where}", skipped))))
    else:
        print(
            " ".join(filter(None, (*sentences, skipped))),
            file=sys.stderr if arguments.diff or reads_stdin(arguments) else sys.stdout,
        )
