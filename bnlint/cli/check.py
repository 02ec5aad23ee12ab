"""`bnlint check`: lints files, and fixes them where asked."""

from __future__ import annotations

import os
import sys

from bnlint.cli import configured, reporting
from bnlint.cli.common import PLEASE, STDIN, put, reads_stdin, say
from bnlint.report.summary import Tally, files
from bnlint.text.diagnostics import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from bnlint.config.find import Configurations
    from bnlint.linter.settings import Settings
    from bnlint.run.run import Change, Outcome

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

_DESCRIPTION = """Checks Caffe prototxt files: nets, solvers and deploy files of any age. A folder stands
for its *.prototxt, *.prototxt.*, *.pt and *.pbtxt files. Exit code: 0 if nothing at or above the fail level
is left; 1 if something is, or if --diff would change something; 2 for wrong usage, unreadable files, faults
of bnlint."""


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "check",
        help="check (and fix) prototxt files",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.set_defaults(run=watched, usage_error=parser.error)
    option = parser.add_argument
    option("paths", nargs="*", metavar="PATH", help="files and folders, or - for standard input (default: .)")
    option("--fix", action="store_true", help="apply safe fixes")
    option("--unsafe-fixes", action="store_true", help="count and apply unsafe fixes, too")
    option("--diff", action="store_true", help="show what --fix would change, and write nothing")
    configured.add(parser)
    configured.add_exclusion(parser)
    option("--add-ignores", action="store_true", help="write a comment that suppresses it at each finding")
    option("--baseline", metavar="FILE", default="", help="show only what is not in this file")
    option("--no-baseline", action="store_true", help="show what is in the baseline, too")
    reporting.add(parser)
    option("--stdin-filename", metavar="NAME", help="what standard input is called in the output")
    levels = [severity.word for severity in sorted(Severity, reverse=True)]
    option("--fail-level", choices=levels, help="exit 1 from this on (default: warning)")
    configured.add_running(parser)
    option("--exit-zero", action="store_true", help="exit 0 even if something is found")
    option("--verbose", action="store_true", help="also say what was passed over and what was fixed")
    option("--quiet", action="store_true", help="print findings and errors only")


def watched(arguments: argparse.Namespace) -> int:
    """Checks once, or again and again where that is asked for; the exit code."""
    once = configured.guarded(run)
    if arguments.watch:
        from bnlint.cli import watch

        return watch.repeat(once, arguments)
    return once(arguments)


def run(arguments: argparse.Namespace) -> int:
    """Checks; the exit code."""
    configurations = _configurations(arguments)
    settings = configurations.settings_here()
    tally = Tally()
    old = configured.baseline(arguments, configurations)
    judged = _judged(arguments, configurations)
    outcomes = _told(judged if old is None else old.filtered(judged), arguments, configurations, tally)
    if arguments.diff:
        _diff(outcomes)
    elif arguments.fix and reads_stdin(arguments):
        _filter(outcomes, arguments, settings)
    else:
        reporting.write(outcomes, arguments, settings, sys.stdout)
    _conclude(arguments, tally)
    if old is not None and not arguments.quiet:
        say(f"bnlint: {old.path}: {old.sentence()}")
    if tally.failed:
        return 2
    failed = tally.fails or (arguments.diff and tally.changed > 0)
    return int(failed and not arguments.exit_zero)


def _configurations(arguments: argparse.Namespace) -> Configurations:
    """Where settings come from. Leaves with 2 where the options make no sense."""
    if "-" in arguments.paths and len(arguments.paths) > 1:
        arguments.usage_error("standard input (-) cannot be checked together with files")
    if arguments.stdin_filename and not reads_stdin(arguments):
        arguments.usage_error("--stdin-filename needs the path -")
    if arguments.add_ignores and (arguments.fix or reads_stdin(arguments)):
        arguments.usage_error("--add-ignores does not go with --fix, nor with standard input")
    found = configured.configurations(arguments)
    arguments.output_format = found.output_format()
    reporting.check_usage(arguments)
    return found


def _judged(arguments: argparse.Namespace, configurations: Configurations) -> Iterator[Outcome]:
    from bnlint.run import run

    fix = arguments.fix or arguments.diff
    change: Change | bool = fix
    if arguments.add_ignores:
        from bnlint.fixer.add_ignores import silence as change

        fix = True
    if reads_stdin(arguments):
        name = arguments.stdin_filename or STDIN
        yield run.lint_data(name, sys.stdin.buffer.read(), configurations.settings(name), fix)
        return
    from bnlint.run import discover

    found = discover.find(arguments.paths or ["."], configurations, arguments.force_exclude)
    write = fix and not arguments.diff
    one = len(arguments.paths) == 1 and not os.path.isdir(arguments.paths[0])
    jobs, edits = 1 if one else arguments.jobs, reporting.shows_edits(arguments)
    yield from reporting.with_progress(
        found, lambda found: run.run(found, configurations.settings, change, write, jobs, edits)
    )


def _told(
    outcomes: Iterable[Outcome], arguments: argparse.Namespace, configurations: Configurations, tally: Tally
) -> Iterator[Outcome]:
    """Counts the outcomes as they pass, and says on standard error what is no finding."""
    for outcome in outcomes:
        tally.add(outcome, configurations.settings(outcome.path).fail_level)
        if outcome.error:
            say(f"bnlint: {outcome.path}: {outcome.error}")
        for bug in outcome.bugs:
            say(f"bnlint: {outcome.path}: internal error: {bug}. {PLEASE}")
        if arguments.verbose and outcome.note:
            say(f"bnlint: {outcome.path}: {outcome.note}")
        if arguments.verbose and outcome.fixed:
            verb = "would fix" if arguments.diff else "fixed"
            for id, title in outcome.fixed.applied:
                say(f"bnlint: {outcome.path}: {verb} {id}: {title}")
        yield outcome


def _diff(outcomes: Iterable[Outcome]) -> None:
    from bnlint.report import colour, diff

    colours = colour.wanted(sys.stdout)
    for outcome in outcomes:
        if outcome.fixed and outcome.fixed.applied:
            put(diff.of(outcome.path, outcome.fixed, colours))


def _filter(outcomes: Iterable[Outcome], arguments: argparse.Namespace, settings: Settings) -> None:
    """Standard input to standard output, fixed; whatever happens, no text is lost."""
    both = list(outcomes)
    for outcome in both:
        put(outcome.data)
    reporting.write(both, arguments, settings, sys.stderr)


def _conclude(arguments: argparse.Namespace, tally: Tally) -> None:
    """The sentence at the end: part of the report as text, else for whoever watches."""
    if arguments.quiet:
        return
    if not tally.checked:
        if not tally.failed:
            say(f"bnlint: {_nothing_checked(arguments, tally)}")
        return
    filters = arguments.fix and reads_stdin(arguments)
    is_text = arguments.output_format == "text" and not arguments.diff and not arguments.output_file
    fixes = tally.fixes(_verb(arguments))
    left = tally.summary(arguments.unsafe_fixes) if tally.worst() or not fixes else "Nothing is left."
    if is_text or arguments.output_file:
        sentences = [fixes, left, reporting.hint(arguments, tally)]
    elif arguments.diff:
        sentences = [fixes, f"Left would be {left}" if fixes and tally.worst() else "" if fixes else left]
    else:
        sentences = [fixes]
    text = " ".join(filter(None, sentences))
    if text:
        print(text, file=sys.stdout if is_text and not filters else sys.stderr)


def _verb(arguments: argparse.Namespace) -> str:
    verbs = ("Suppressed", "Would suppress") if arguments.add_ignores else ("Fixed", "Would fix")
    return verbs[arguments.diff]


def _nothing_checked(arguments: argparse.Namespace, tally: Tally) -> str:
    if tally.passed_over:
        return f"nothing to check: no Caffe net or solver in {files(tally.passed_over)}"
    return f"nothing to check: no prototxt files in {', '.join(arguments.paths or ['.'])}"
