"""`bnlint upgrade`: rewrites files of old formats into today's."""

from __future__ import annotations

import os
import re
import sys

from bnlint.cli.common import PLEASE, STDIN, known_caffe, put, reads_stdin, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bnlint.report.upgraded import Tally
    from bnlint.run.discover import Found
    from bnlint.run.upgrade_files import UpgradeOptions, UpgradeOutcome

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

_PLACE = re.compile(r"\d+:\d+: ")
_DESCRIPTION = """Rewrites prototxt files of old formats (V0, V1, input fields, data transformation fields, solver_type,
obsolete param on BatchNorm) and caffemodels into today's, with the meaning that Caffe's own upgrade gives them. A
folder stands for its *.prototxt, *.prototxt.*, *.pt and *.pbtxt files. Exit code: 0 if all is well; 1 if --check or
--diff would change something; 2 for wrong usage, files that cannot be upgraded, faults of bnlint."""


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "upgrade",
        help="rewrite old formats into today's",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.set_defaults(run=run, usage_error=parser.error)
    option = parser.add_argument
    option("paths", nargs="+", metavar="PATH", help="files and folders, or - for standard input to output")
    option("--diff", action="store_true", help="show what would change, and write nothing")
    option("--check", action="store_true", help="say which files would change, and write nothing")
    option("--output", metavar="FILE|DIR", help="write there, also what needs no upgrade, and leave the files alone")
    option("--in-place", action="store_true", help="overwrite caffemodels, too")
    option("--keep-dropped", action="store_true", help="unsafe: keep what Caffe's own upgrade of V0 drops")
    option("--dialect", default="", help="the Caffe that the files are written for (default: recognised)")
    option("--verbose", action="store_true", help="also say what was done to each file")
    option("--quiet", action="store_true", help="print errors only")


def run(arguments: argparse.Namespace) -> int:
    """Upgrades; the exit code."""
    from bnlint.report.upgraded import Tally
    from bnlint.run.upgrade_files import UpgradeOptions

    _refuse_nonsense(arguments)
    dry = arguments.diff or arguments.check
    options = UpgradeOptions(arguments.dialect, arguments.keep_dropped, not dry, arguments.in_place)
    tally = Tally()
    results = _stdin(options, dry) if reads_stdin(arguments) else _files(arguments, options)
    for result in results:
        tally.add(result)
        _tell(result, arguments)
    _conclude(arguments, tally, dry)
    if tally.failed:
        return 2
    return int(dry and tally.changed > 0)


def _refuse_nonsense(arguments: argparse.Namespace) -> None:
    """Leaves with 2 where the options make no sense."""
    if "-" in arguments.paths and len(arguments.paths) > 1:
        arguments.usage_error("standard input (-) cannot be upgraded together with files")
    if arguments.output and (arguments.diff or arguments.check):
        arguments.usage_error("--diff and --check write nothing: --output makes no sense with them")
    if arguments.output and arguments.in_place:
        arguments.usage_error("--in-place and --output exclude each other")
    if arguments.output and reads_stdin(arguments):
        arguments.usage_error("standard input (-) goes to standard output: --output makes no sense with it")
    if arguments.dialect:
        known_caffe(arguments, "dialect")


def _stdin(options: UpgradeOptions, dry: bool) -> Iterator[UpgradeOutcome]:
    """Standard input to standard output; whatever happens, no text is lost."""
    from bnlint.run import upgrade_files
    from bnlint.text import files

    data = sys.stdin.buffer.read()
    if files.is_probably_binary(data):
        result = upgrade_files.UpgradeOutcome(STDIN)
        result.refused.append("a binary file; caffemodels are upgraded by name, with --output")
    else:
        result = upgrade_files.upgrade_data(STDIN, data, options)
    if not dry:
        put(result.source.encode() if result.source is not None else data)
    yield result


def _files(arguments: argparse.Namespace, options: UpgradeOptions) -> Iterator[UpgradeOutcome]:
    """Each file upgraded, with a bar on a terminal where that takes long."""
    jobs = _jobs(arguments)
    results = _upgraded(jobs, options)
    if arguments.quiet or len(jobs) < 2 or not sys.stderr.isatty():
        return results
    from bnlint.report import progress

    return progress.shown(results, len(jobs), sys.stderr, lambda result: True)


def _upgraded(jobs: list[tuple[Found, str]], options: UpgradeOptions) -> Iterator[UpgradeOutcome]:
    from bnlint.run.upgrade_files import UpgradeOutcome, upgrade_file

    taken: dict[str, str] = {}
    for found, output in jobs:
        first = taken.setdefault(os.path.realpath(output), found.path) if output else found.path
        if first != found.path:
            result = UpgradeOutcome(found.path)
            result.refused.append(f"{output} is the output of {first} already")
            yield result
        else:
            yield upgrade_file(found, options, output)


def _jobs(arguments: argparse.Namespace) -> list[tuple[Found, str]]:
    """The files, each with the path that it is written to, empty for in place."""
    from bnlint.run import discover

    target = arguments.output
    if not target:
        return [(found, "") for found in discover.find(arguments.paths)]
    several = len(arguments.paths) > 1 or os.path.isdir(arguments.paths[0])
    if several and os.path.exists(target) and not os.path.isdir(target):
        arguments.usage_error(f"--output must be a folder for more than one file, and {target} is none")
    if not several and not os.path.isdir(target) and not target.endswith(("/", os.sep)):
        return [(found, target) for found in discover.find(arguments.paths)]
    jobs = []
    for path in arguments.paths:
        base = path if os.path.isdir(path) else os.path.dirname(path)
        jobs += [
            (found, os.path.join(target, os.path.relpath(found.path, base or "."))) for found in discover.find([path])
        ]
    return jobs


def _tell(result: UpgradeOutcome, arguments: argparse.Namespace) -> None:
    """What there is to say about one file."""
    for line in result.refused:
        say(f"bnlint: {result.path}:{'' if _PLACE.match(line) else ' '}{line}")
    for line in result.bugs:
        say(f"bnlint: {result.path}: internal error: {line}. {PLEASE}")
    if result.refused or result.bugs or result.kind == "other":
        if arguments.verbose and result.kind == "other" and not result.refused and not result.bugs:
            say(f"bnlint: {result.path}: passed over: no Caffe net or solver")
        return
    if not arguments.quiet:
        _warn(result)
    if arguments.diff:
        _diff(result)
    elif result.steps and arguments.check and not arguments.quiet:
        print(f"would upgrade {result.path}: {', '.join(result.steps)}")
    elif result.steps and arguments.verbose:
        say(f"bnlint: {result.path}: upgraded {', '.join(result.steps)}")


def _warn(result: UpgradeOutcome) -> None:
    """What Caffe's own upgrade drops."""
    for dropped in result.dropped:
        of = f"of layer '{dropped.layer}'" if dropped.layer else "of the net"
        assert result.original is not None
        line, column = result.original.lines.position(dropped.start)
        place = f"{result.path}:{line + 1}:{column + 1}"
        stays = "kept as it is" if dropped.kept else "kept as a comment"
        say(f"bnlint: {place}: Caffe's upgrade drops {dropped.name} {of} without a word; {stays}")
    for problem in result.problems:
        say(f"bnlint: {result.path}: Caffe says: {problem}")


def _diff(result: UpgradeOutcome) -> None:
    from bnlint.report import colour, diff

    if result.original is not None and result.source is not None and result.steps:
        put(diff.between(result.path, result.original, result.source, colour.wanted(sys.stdout)))
    elif result.steps:
        print(f"would upgrade {result.path}: {', '.join(result.steps)}")


def _conclude(arguments: argparse.Namespace, tally: Tally, dry: bool) -> None:
    if arguments.quiet:
        return
    sentence = tally.sentence("Would upgrade" if dry else "Upgraded")
    if not sentence:
        say(f"bnlint: nothing to upgrade: no Caffe files in {', '.join(arguments.paths)}")
    else:
        print(sentence, file=sys.stderr if arguments.diff or reads_stdin(arguments) else sys.stdout)
