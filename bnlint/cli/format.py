"""`bnlint format`: brings files into the canonical layout."""

from __future__ import annotations

import sys

from bnlint.cli import configured
from bnlint.cli.common import PLEASE, STDIN, put, reads_stdin, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from bnlint.run.discover import Found
    from bnlint.text.source import Source

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

_DESCRIPTION = """Brings prototxt files into one layout: two spaces a level, a field a line, comments kept, the message
the same. A folder stands for its *.prototxt, *.prototxt.*, *.pt and *.pbtxt files. Exit code: 0 if all is well; 1 if
--check or --diff would change something; 2 for wrong usage, unreadable files, syntax errors, faults of bnlint."""


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "format",
        help="bring files into one layout",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.set_defaults(run=configured.guarded(run), usage_error=parser.error)
    option = parser.add_argument
    option("paths", nargs="+", metavar="PATH", help="files and folders, or - for standard input to output")
    option("--diff", action="store_true", help="show what would change, and write nothing")
    option("--check", action="store_true", help="say which files would change, and write nothing")
    configured.add_files(parser)
    configured.add_exclusion(parser)
    option("--verbose", action="store_true", help="also say what was passed over and what was changed")
    option("--quiet", action="store_true", help="print errors only")


class _Tally:
    """How many files there were of each sort."""

    __slots__ = ("changed", "failed", "same")

    def __init__(self) -> None:
        self.changed = self.failed = self.same = 0


def run(arguments: argparse.Namespace) -> int:
    """Formats; the exit code."""
    from bnlint.run import discover

    if "-" in arguments.paths and len(arguments.paths) > 1:
        arguments.usage_error("standard input (-) cannot be formatted together with files")
    tally = _Tally()
    if reads_stdin(arguments):
        _stdin(arguments, tally)
    else:
        configurations = configured.configurations(arguments)
        for found in discover.find(arguments.paths, configurations, arguments.force_exclude):
            _file(found, arguments, tally)
    _conclude(arguments, tally)
    if tally.failed:
        return 2
    return int(_dry(arguments) and tally.changed > 0)


def _dry(arguments: argparse.Namespace) -> bool:
    return bool(arguments.diff or arguments.check)


def _stdin(arguments: argparse.Namespace, tally: _Tally) -> None:
    """Standard input to standard output; whatever happens, no text is lost."""
    data = sys.stdin.buffer.read()
    after = _formatted(STDIN, data, arguments, tally)
    if not _dry(arguments):
        put(data if after is None else after.encode())
    tally.changed += after is not None


def _file(found: Found, arguments: argparse.Namespace, tally: _Tally) -> None:
    from bnlint.run.run import reason
    from bnlint.text import files

    if found.error:
        _fail(found.path, found.error, tally)
        return
    try:
        data = files.read(found.path)
    except OSError as error:
        _fail(found.path, reason("cannot be read", error), tally)
        return
    after = _formatted(found.path, data, arguments, tally)
    if after is None:
        return
    if not _dry(arguments):
        try:
            files.write(found.path, after.encode(), data)
        except files.ChangedMeanwhile as error:
            _fail(found.path, str(error), tally)
            return
        except OSError as error:
            _fail(found.path, reason("cannot be written", error), tally)
            return
        if arguments.verbose:
            say(f"bnlint: {found.path}: formatted")
    tally.changed += 1


def _formatted(path: str, data: bytes, arguments: argparse.Namespace, tally: _Tally) -> Source | None:
    """The text in the canonical layout; None where it stays as it is, which is told where it is a fault."""
    from bnlint.prototxt import template
    from bnlint.prototxt.format import layout
    from bnlint.run.run import bug_line
    from bnlint.text import files
    from bnlint.text.source import Source

    if files.is_probably_binary(data):
        _fail(path, "a binary file, no prototxt", tally)
        return None
    source = Source.from_bytes(data, path)
    try:
        made = layout(source)
        after = made.source
    except Exception as fault:
        _fail(path, f"internal error: {bug_line(fault)}. {PLEASE}", tally)
        return None
    if made.bug:
        _fail(path, f"internal error: {made.bug}. {PLEASE}", tally)
    elif made.document.faults and template.placeholder(made.document) is not None:
        tally.same += 1
        if arguments.verbose:
            say(f"bnlint: {path}: passed over: a template")
    elif made.document.faults:
        first = made.document.faults[0]
        line, column = source.lines.position(first.start)
        say(f"bnlint: {path}:{line + 1}:{column + 1}: {first.message}; left as it is")
        tally.failed += 1
    elif after is source:
        tally.same += 1
    else:
        _show(path, source, after, arguments)
        return after
    return None


def _fail(path: str, line: str, tally: _Tally) -> None:
    say(f"bnlint: {path}: {line}")
    tally.failed += 1


def _show(path: str, before: Source, after: Source, arguments: argparse.Namespace) -> None:
    """What would change, where that was asked for."""
    if arguments.diff:
        from bnlint.report import colour, diff

        put(diff.between(path, before, after, colour.wanted(sys.stdout)))
    elif arguments.check and not arguments.quiet:
        print(f"would format {path}")


def _conclude(arguments: argparse.Namespace, tally: _Tally) -> None:
    from bnlint.report.summary import files

    if arguments.quiet:
        return
    said = []
    if tally.changed:
        said.append(f"{'Would format' if _dry(arguments) else 'Formatted'} {files(tally.changed)}.")
    if tally.same:
        said.append(f"{files(tally.same)} need{'s' if tally.same == 1 else ''} no change.")
    if tally.failed:
        said.append(f"{files(tally.failed)} cannot be formatted.")
    if not said:
        say(f"bnlint: nothing to format: no prototxt files in {', '.join(arguments.paths)}")
    else:
        print(" ".join(said), file=sys.stderr if arguments.diff or reads_stdin(arguments) else sys.stdout)
