"""`bnlint check`: lints files, and fixes them on request."""

from __future__ import annotations

import argparse
import os
import sys

from bnlint.cli import config_options, report_options
from bnlint.cli.common import PLEASE, STDIN, guarded, put, reads_stdin, say, say_problems
from bnlint.report.origins import explanation
from bnlint.report.summary import Tally, files, passed_over
from bnlint.run import discover
from bnlint.run.job import lint_data
from bnlint.run.run import run as run_files
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.config.find import Configurations
    from bnlint.linter.settings import Settings
    from bnlint.report.next_steps import NextSteps
    from bnlint.run.job import Change
    from bnlint.run.outcome import Outcome

DESCRIPTION = """Checks Caffe prototxt files: nets, solvers and deploy files in any format. In folders, it finds
*.prototxt, *.prototxt.*, *.pt and *.pbtxt. Exit status: 0 if no finding reaches the fail level; 1 if one does, or
if --diff would change something; 2 on wrong usage, unreadable files, or internal errors."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    option = parser.add_argument
    option("paths", nargs="*", metavar="PATH", help="files and folders, or - for standard input (default: .)")
    option("--fix", action="store_true", help="apply safe fixes")
    option("--unsafe-fixes", action="store_true", help="include unsafe fixes")
    option("--diff", action="store_true", help="show what --fix would change, without writing files")
    config_options.add(parser)
    config_options.add_exclusion(parser)
    option("--add-ignores", action="store_true", help="suppress all findings by adding comments to the files")
    option("--baseline", metavar="FILE", default="", help="show only findings that are not listed in this file")
    option("--no-baseline", action="store_true", help="also show findings that are listed in the baseline")
    report_options.add(parser)
    option("--stdin-filename", metavar="NAME", help="the file name for standard input in the output")
    levels = [severity.word for severity in sorted(Severity, reverse=True)]
    option("--fail-level", choices=levels, help="exit with status 1 at this severity or above (default: warning)")
    config_options.add_running(parser)
    option("--exit-zero", action="store_true", help="exit with status 0 even if there are findings")
    option("--verbose", action="store_true", help="also list skipped files, applied fixes, and the Caffe of each file")
    option("--quiet", action="store_true", help="print only findings and errors")


def run(arguments: argparse.Namespace) -> int:
    """Checks once, or with --watch after each change; the exit status."""
    if arguments.watch:
        from bnlint.cli import watch

        return watch.repeat(lambda copy: guarded(_run, copy), arguments)
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    configurations = _configurations(arguments)
    settings = configurations.settings_here()
    tally = Tally()
    baseline = config_options.baseline(arguments, configurations)
    skipped = discover.PassedOver()
    outcomes = _outcomes(arguments, configurations, skipped)
    if baseline is not None:
        outcomes = baseline.filtered(outcomes)
    steps = report_options.next_steps(arguments, baseline is not None)
    outcomes = _counted(outcomes, arguments, configurations, tally, steps)
    if arguments.diff:
        _print_diff(outcomes)
    elif arguments.fix and reads_stdin(arguments):
        _filter(outcomes, arguments, settings)
    else:
        report_options.write(outcomes, arguments, settings, sys.stdout)
    _print_summary(arguments, tally, passed_over(skipped))
    for line in steps.lines(tally) if steps is not None else ():
        print(line)
    say_problems(configurations)
    if baseline is not None and not arguments.quiet:
        say(f"bnlint: {baseline.path}: {baseline.sentence()}")
    if tally.failed:
        return 2
    fails = tally.fails or (arguments.diff and tally.changed > 0)
    return int(fails and not arguments.exit_zero)


def _configurations(arguments: argparse.Namespace) -> Configurations:
    """The configurations in force. Exits with status 2 if options conflict."""
    if "-" in arguments.paths and len(arguments.paths) > 1:
        arguments.usage_error("standard input (-) cannot be combined with files")
    if arguments.stdin_filename and not reads_stdin(arguments):
        arguments.usage_error("--stdin-filename requires the path -")
    if arguments.add_ignores and (arguments.fix or reads_stdin(arguments)):
        arguments.usage_error("--add-ignores cannot be combined with --fix or standard input")
    configurations = config_options.configurations(arguments)
    arguments.output_format = configurations.output_format()
    report_options.check_usage(arguments)
    return configurations


def _outcomes(
    arguments: argparse.Namespace, configurations: Configurations, skipped: discover.PassedOver
) -> Iterator[Outcome]:
    """Lints the files that the arguments name."""
    change: Change | bool = arguments.fix or arguments.diff
    if arguments.add_ignores:
        from bnlint.fixer.add_ignores import add_ignores as change
    if reads_stdin(arguments):
        name = arguments.stdin_filename or STDIN
        yield lint_data(name, sys.stdin.buffer.read(), configurations.settings(name), change)
        return
    found_files = discover.find(arguments.paths or ["."], configurations, arguments.force_exclude, skipped)
    write = bool(change) and not arguments.diff
    one_file = len(arguments.paths) == 1 and not os.path.isdir(arguments.paths[0])
    jobs, edits = 1 if one_file else arguments.jobs, report_options.shows_edits(arguments)
    yield from report_options.with_progress(
        found_files, lambda found_files: run_files(found_files, configurations.settings, change, write, jobs, edits)
    )


def _counted(
    outcomes: Iterable[Outcome],
    arguments: argparse.Namespace,
    configurations: Configurations,
    tally: Tally,
    steps: NextSteps | None,
) -> Iterator[Outcome]:
    """The outcomes, counted in `tally` and `steps`; errors and notes are printed to standard error."""
    for outcome in outcomes:
        tally.add(outcome, configurations.settings(outcome.path).fail_level)
        if steps is not None and outcome.result is not None:
            steps.add(outcome.result)
        if outcome.error:
            say(f"bnlint: {outcome.path}: {outcome.error}")
        _say_bugs(outcome.path, outcome.bugs)
        if arguments.verbose and outcome.note:
            say(f"bnlint: {outcome.path}: {outcome.note}")
        if arguments.verbose and outcome.result is not None:
            say(f"bnlint: {outcome.path}: {explanation(outcome.result.origin)}")
        if arguments.verbose and outcome.fixed:
            verb = "would fix" if arguments.diff else "fixed"
            for id, title in outcome.fixed.applied:
                say(f"bnlint: {outcome.path}: {verb} {id}: {title}")
        known = len(outcome.bugs)
        yield outcome
        _say_bugs(outcome.path, outcome.bugs[known:])  # what went wrong in the report
        tally.failed += len(outcome.bugs) - known


def _say_bugs(path: str, bugs: Iterable[str]) -> None:
    for bug in bugs:
        say(f"bnlint: {path}: internal error: {bug}. {PLEASE}")


def _print_diff(outcomes: Iterable[Outcome]) -> None:
    from bnlint.report import colour, diff

    colours = colour.wanted(sys.stdout)
    for outcome in outcomes:
        if outcome.fixed and outcome.fixed.applied:
            put(diff.of(outcome.path, outcome.fixed, colours))


def _filter(outcomes: Iterable[Outcome], arguments: argparse.Namespace, settings: Settings) -> None:
    """Writes standard input, fixed, to standard output; whatever happens, no text is lost."""
    listed = list(outcomes)
    for outcome in listed:
        put(outcome.data)
    report_options.write(listed, arguments, settings, sys.stderr)


def _print_summary(arguments: argparse.Namespace, tally: Tally, skipped: str) -> None:
    """Prints the last line: part of the report as text, otherwise on standard error."""
    if arguments.quiet:
        return
    if not tally.checked:
        if not tally.failed:
            say(". ".join(filter(None, (f"bnlint: {_nothing_checked(arguments, tally)}", skipped))))
        return
    filters = arguments.fix and reads_stdin(arguments)
    is_text = arguments.output_format == "text" and not arguments.diff and not arguments.output_file
    stream = sys.stdout if is_text and not filters else sys.stderr
    for line in tally.origins.lines():
        print(line, file=stream)
    text = " ".join(filter(None, (*_sentences(arguments, tally, is_text), skipped)))
    if text:
        print(text, file=stream)


def _sentences(arguments: argparse.Namespace, tally: Tally, is_text: bool) -> list[str]:
    """The sentences of the last line: what was fixed, what remains, a hint."""
    verbs = ("Suppressed", "Would suppress") if arguments.add_ignores else ("Fixed", "Would fix")
    fixes = tally.fixes(verbs[arguments.diff])
    remains = tally.summary(arguments.unsafe_fixes) if tally.worst() or not fixes else "No problems remain."
    if is_text or arguments.output_file:
        return [fixes, remains]
    if not arguments.diff:
        return [fixes]
    if fixes and tally.worst():
        return [fixes, f"Remaining: {remains}"]
    return [fixes or remains]


def _nothing_checked(arguments: argparse.Namespace, tally: Tally) -> str:
    if tally.skipped:
        return f"nothing to check: no Caffe net or solver in {files(tally.skipped)}"
    return f"nothing to check: no prototxt files in {', '.join(arguments.paths or ['.'])}"
