"""`bnlint upgrade`: rewrites files in old formats to the current one."""

from __future__ import annotations

import argparse
import os
import re
import sys

from bnlint.cli import config_options
from bnlint.cli.common import PLEASE, STDIN, put, reads_stdin, say, say_problems
from bnlint.report import colour, diff, progress
from bnlint.report.summary import passed_over
from bnlint.report.upgrade_summary import Tally
from bnlint.run import discover, upgrade_files
from bnlint.run.upgrade_files import UpgradeOptions, UpgradeOutcome
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.config.find import Configurations
    from bnlint.run.discover import FoundFile

_POSITION = re.compile(r"\d+:\d+: ")
DESCRIPTION = """Rewrites prototxt files in old formats (V0, V1, input fields, data transformation fields, solver_type,
obsolete `param` of BatchNorm) and caffemodels to the current format, with the same meaning as Caffe's own upgrade.
In folders, it finds *.prototxt, *.prototxt.*, *.pt and *.pbtxt. Exit status: 0 on success; 1 if --check or --diff would
change something; 2 on wrong usage, files that cannot be upgraded, or internal errors."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    option = parser.add_argument
    option("paths", nargs="+", metavar="PATH", help="files and folders, or - for standard input to output")
    option("--diff", action="store_true", help="show what would change, without writing files")
    option("--check", action="store_true", help="list the files that would change, without writing them")
    option("--output", metavar="FILE|DIR", help="write here, even files that need no upgrade, instead of in place")
    option("--in-place", action="store_true", help="overwrite caffemodels too")
    option("--keep-dropped", action="store_true", help="unsafe: keep fields that Caffe's own upgrade of V0 drops")
    config_options.add_caffes(parser)
    config_options.add_files(parser)
    config_options.add_exclusion(parser)
    option("--verbose", action="store_true", help="also list what was done to each file")
    option("--quiet", action="store_true", help="print only errors")


def run(arguments: argparse.Namespace) -> int:
    """Upgrades; the exit status."""
    _check_usage(arguments)
    dry = arguments.diff or arguments.check
    configurations = config_options.configurations(arguments)
    options = UpgradeOptions(configurations.settings, arguments.keep_dropped, not dry, arguments.in_place)
    tally = Tally()
    skipped = discover.PassedOver()
    if reads_stdin(arguments):
        outcomes = _upgrade_stdin(options, dry)
    else:
        outcomes = _upgraded(_targets(arguments, configurations, skipped), arguments, options)
    for outcome in outcomes:
        tally.add(outcome)
        _print_outcome(outcome, arguments)
    say_problems(configurations)
    _print_summary(arguments, tally, passed_over(skipped), dry)
    if tally.failed:
        return 2
    return int(dry and tally.changed > 0)


def _check_usage(arguments: argparse.Namespace) -> None:
    """Exits with status 2 if options conflict."""
    if "-" in arguments.paths and len(arguments.paths) > 1:
        arguments.usage_error("standard input (-) cannot be combined with files")
    if arguments.output and (arguments.diff or arguments.check):
        arguments.usage_error("--output cannot be combined with --diff or --check, which write no files")
    if arguments.output and arguments.in_place:
        arguments.usage_error("--in-place cannot be combined with --output")
    if arguments.output and reads_stdin(arguments):
        arguments.usage_error("--output cannot be combined with standard input (-)")


def _upgrade_stdin(options: UpgradeOptions, dry: bool) -> Iterator[UpgradeOutcome]:
    """Upgrades standard input to standard output; whatever happens, no text is lost."""
    data = sys.stdin.buffer.read()
    if files.is_probably_binary(data):
        outcome = UpgradeOutcome(STDIN)
        outcome.refused.append("binary file; to upgrade a caffemodel, give its path and --output FILE")
    else:
        outcome = upgrade_files.upgrade_data(STDIN, data, options)
    if not dry:
        put(outcome.source.encode() if outcome.source is not None else data)
    yield outcome


def _upgraded(
    targets: list[tuple[FoundFile, str]], arguments: argparse.Namespace, options: UpgradeOptions
) -> Iterator[UpgradeOutcome]:
    """Upgrades each file, with a progress bar on a terminal."""
    outcomes = _each_upgraded(targets, options)
    if arguments.quiet or len(targets) < 2 or not sys.stderr.isatty():
        return outcomes
    return progress.shown(outcomes, len(targets), sys.stderr, lambda outcome: True)


def _each_upgraded(targets: list[tuple[FoundFile, str]], options: UpgradeOptions) -> Iterator[UpgradeOutcome]:
    taken: dict[str, str] = {}
    for file, output in targets:
        first = taken.setdefault(os.path.realpath(output), file.path) if output else file.path
        if first != file.path:
            outcome = UpgradeOutcome(file.path)
            outcome.refused.append(f"{output} is already the output of {first}")
            yield outcome
        else:
            yield upgrade_files.upgrade_file(file, options, output)


def _targets(
    arguments: argparse.Namespace, configurations: Configurations, skipped: discover.PassedOver
) -> list[tuple[FoundFile, str]]:
    """The files, each with the path to write it to; empty for in place."""

    def find(paths: list[str]) -> Iterator[FoundFile]:
        return discover.find(paths, configurations, arguments.force_exclude, skipped)

    target = arguments.output
    if not target:
        return [(file, "") for file in find(arguments.paths)]
    several = len(arguments.paths) > 1 or os.path.isdir(arguments.paths[0])
    if several and os.path.exists(target) and not os.path.isdir(target):
        arguments.usage_error(f"--output must be a folder for more than one file; {target} is not a folder")
    if not several and not os.path.isdir(target) and not target.endswith(("/", os.sep)):
        return [(file, target) for file in find(arguments.paths)]
    targets = []
    for path in arguments.paths:
        base = path if os.path.isdir(path) else os.path.dirname(path)
        targets += [(file, os.path.join(target, os.path.relpath(file.path, base or "."))) for file in find([path])]
    return targets


def _print_outcome(outcome: UpgradeOutcome, arguments: argparse.Namespace) -> None:
    """Prints what became of one file."""
    for line in outcome.refused:
        say(f"bnlint: {outcome.path}:{'' if _POSITION.match(line) else ' '}{line}")
    for line in outcome.bugs:
        say(f"bnlint: {outcome.path}: internal error: {line}. {PLEASE}")
    if outcome.refused or outcome.bugs or outcome.kind == "other":
        if arguments.verbose and outcome.kind == "other" and not outcome.refused and not outcome.bugs:
            say(f"bnlint: {outcome.path}: skipped: not a Caffe net or solver")
        return
    if not arguments.quiet:
        _print_warnings(outcome)
    if arguments.diff:
        _print_diff(outcome)
    elif outcome.steps and arguments.check and not arguments.quiet:
        print(f"would upgrade {outcome.path}: {', '.join(outcome.steps)}")
    elif outcome.steps and arguments.verbose:
        say(f"bnlint: {outcome.path}: upgraded {', '.join(outcome.steps)}")


def _print_warnings(outcome: UpgradeOutcome) -> None:
    """Prints what stays in an old format, what Caffe's own upgrade drops, and what it logs."""
    for what in outcome.left:
        say(f"bnlint: {outcome.path}: {what}")
    for dropped in outcome.dropped:
        of = f"of layer '{dropped.layer}'" if dropped.layer is not None else "of the net"
        assert outcome.original is not None
        line, column = outcome.original.lines.position(dropped.start)
        position = f"{outcome.path}:{line + 1}:{column + 1}"
        kept = "kept unchanged" if dropped.kept else "kept as a comment"
        say(f"bnlint: {position}: Caffe's upgrade silently drops {dropped.name} {of}; {kept}")
    for problem in outcome.problems:
        say(f"bnlint: {outcome.path}: Caffe logs: {problem}")


def _print_diff(outcome: UpgradeOutcome) -> None:
    if outcome.original is not None and outcome.source is not None and outcome.steps:
        put(diff.between(outcome.path, outcome.original, outcome.source, colour.wanted(sys.stdout)))
    elif outcome.steps:
        print(f"would upgrade {outcome.path}: {', '.join(outcome.steps)}")


def _print_summary(arguments: argparse.Namespace, tally: Tally, skipped: str, dry: bool) -> None:
    if arguments.quiet:
        return
    sentence = tally.sentence("Would upgrade" if dry else "Upgraded")
    if not sentence:
        nothing = f"bnlint: nothing to upgrade: no Caffe files in {', '.join(arguments.paths)}"
        say(". ".join(filter(None, (nothing, skipped))))
    else:
        print(
            " ".join(filter(None, (sentence, skipped))),
            file=sys.stderr if arguments.diff or reads_stdin(arguments) else sys.stdout,
        )
