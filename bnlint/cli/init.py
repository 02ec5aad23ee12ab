"""`bnlint init`: writes a configuration for a repository, and says what a first run would find."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter

from bnlint.caffe.schema.messages import short_title
from bnlint.cli.common import say, say_problems
from bnlint.config import BASELINE_NAME, NAMES, draft, globs
from bnlint.config.find import Configurations
from bnlint.report import statistics
from bnlint.report.origins import explanation
from bnlint.report.summary import Tally, plural
from bnlint.run import baseline, discover, survey
from bnlint.run.run import run as run_files
from bnlint.text import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnlint.caffe.origin import Origin
    from bnlint.linter.result import Result
    from bnlint.run.outcome import Outcome
    from bnlint.run.survey import Survey

DESCRIPTION = """Looks at the files of a repository, and writes a configuration for them, bnlint.toml: the Caffe that
they are for, templates, nets for inference or fine-tuning. Then it says what a first run finds, and which hook runs
bnlint before each commit. Existing files stay as they are. Exit status: 0, or 2 if there already is a configuration or
nothing to configure; then nothing is written."""
_WHICH = "If you know which, say it:"
_HOOKS = ".pre-commit-config.yaml"
_HOOK = r"""  - repo: local
    hooks:
      - id: bnlint
        name: bnlint
        entry: bnlint check --force-exclude
        language: system
        files: '\.(prototxt(\..+)?|pt|pbtxt)$'
        types: [text]
        require_serial: true
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    option = parser.add_argument
    option("path", nargs="?", default=".", metavar="PATH", help="the folder to configure (default: .)")
    option("--baseline", action="store_true", help=f"also write the findings to {BASELINE_NAME}: later ones are new")
    option("--hook", action="store_true", help=f"also write {_HOOKS}, if there is none")


def run(arguments: argparse.Namespace) -> int:
    """Writes the configuration; the exit status. Raises OSError if a file cannot be written."""
    folder: str = arguments.path
    if problem := _problem(folder, arguments.baseline, arguments.hook):
        say(f"bnlint: {problem}")
        return 2
    bare = Configurations(isolated=True)
    seen = survey.survey(discover.find([folder], bare), bare.settings)
    say_problems(bare)
    if not seen.caffe:
        say(f"bnlint: nothing to configure: no Caffe net or solver in {folder}")
        return 2
    path = os.path.normpath(os.path.join(folder, NAMES[0]))
    text = _configuration(seen, os.path.abspath(folder))
    files.create(path, text.encode())
    print(f"Written to {path}:\n")
    print("".join(f"    {line}\n" if line else "\n" for line in text.splitlines()))
    _print_findings(folder, arguments.baseline)
    _print_hook(folder, arguments.hook)
    return 0


def _problem(folder: str, with_baseline: bool, with_hook: bool) -> str:
    """Why nothing can be written; empty if it can."""
    if not os.path.isdir(folder):
        return f"{folder}: {'not a folder' if os.path.exists(folder) else 'no such folder'}"
    if configuration := Configurations().nearest(folder):
        return f"{configuration.path}: this configuration already applies to {folder}; nothing is overwritten"
    wanted = [NAMES[0], *([BASELINE_NAME] if with_baseline else []), *([_HOOKS] if with_hook else [])]
    there = next((path for name in wanted if os.path.lexists(path := os.path.join(folder, name))), "")
    return f"{there}: exists already; nothing is overwritten" if there else ""


def _configuration(seen: Survey, root: str) -> str:
    """The text of the configuration."""
    nets = [path for path in seen.caffe if path not in {*seen.templates}]
    return draft.render(
        _caffe([*seen.origins.values()], root),
        globs.choose(seen.templates, nets, root),
        globs.choose(seen.deploy, [path for path in nets if path not in {*seen.deploy}], root, survey.DEPLOY),
        globs.choose(seen.fine_tune, [path for path in nets if path not in {*seen.fine_tune}], root, survey.FINE_TUNE),
    )


def _caffe(origins: list[Origin], root: str) -> list[str]:
    """The lines about the Caffe of the files: a key if it is certain, otherwise a comment that says how to say it."""
    foreign = {each.caffes: each for each in origins if each.shown != "default"}
    if not foreign:
        return draft.comment("The files are for BVLC Caffe 1.0: nothing in them is of another Caffe.")
    if len(foreign) > 1:
        counts = Counter(each.label for each in origins)
        listed = "; ".join(f"{number} for {label}" for label, number in counts.most_common())
        return draft.comment(f"The files are for several Caffes: {listed}. `bnlint targets PATH` says more.")
    origin = next(iter(foreign.values()))
    if origin.shown == "schema" and not origin.private:
        why = draft.comment(f"The files are for {origin.label}.")
        paths = [os.path.relpath(os.path.join(origin.root, path), root) for path in origin.source.split(", ")]
        lines = [draft.assignment("schema", path.replace(os.sep, "/")) for path in paths]
        return [*why, *lines] if len(lines) == 1 else [*why, *draft.comment(_WHICH), *(f"# {line}" for line in lines)]
    why = draft.comment(f"The files are {explanation(origin, True)}.")
    if origin.private:
        way = draft.comment("Its caffe.proto tells bnlint what it knows. If you have it, name it:")
        return [*why, *way, f"# {draft.assignment('schema', 'path/to/caffe.proto')}"]
    if len({each.caffes for each in origins}) == len(origin.caffes) == 1:
        return [*why, draft.assignment("dialect", origin.caffes[0])]
    lines = [f"# {draft.assignment('dialect', name)} # {short_title(name)}" for name in origin.caffes]
    advice = _WHICH if len(lines) > 1 else "Some show nothing. If all are for this one, say it:"
    return [*why, *draft.comment(advice), *lines]


def _print_findings(folder: str, with_baseline: bool) -> None:
    """Prints what a run with the new configuration finds, by rule, and writes the baseline if asked to."""
    configurations = Configurations()
    tally = Tally()
    found = discover.find([folder], configurations)
    outcomes = list(_counted(run_files(found, configurations.settings, jobs=None), tally))
    print(f"A first run, `bnlint check {folder}`:\n")
    statistics.write(outcomes, sys.stdout, "text")
    print(tally.summary(unsafe_fixes=False))
    if tally.worst() and not with_baseline:
        print("`bnlint baseline` writes them down, so that later runs show only new ones.")
    if with_baseline:
        path = os.path.normpath(os.path.join(folder, BASELINE_NAME))
        data, count = baseline.render(path, _results(outcomes))
        files.create(path, data)
        where = "here" if os.path.samefile(folder, ".") else f"in {folder}"
        print(f"{plural(count, 'finding')} written to {path}: `bnlint check`, run {where}, shows only new ones.")


def _counted(outcomes: Iterable[Outcome], tally: Tally) -> Iterator[Outcome]:
    for outcome in outcomes:
        tally.add(outcome)
        if outcome.error:
            say(f"bnlint: {outcome.path}: {outcome.error}")
        yield outcome


def _results(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Result]]:
    for outcome in outcomes:
        if outcome.result is not None:
            yield outcome.path, outcome.result


def _print_hook(folder: str, writes: bool) -> None:
    """Prints the hook that runs bnlint before each commit, or writes it."""
    path = os.path.normpath(os.path.join(folder, _HOOKS))
    if writes:
        files.create(path, f"repos:\n{_HOOK}".encode())
        print(f"\nWritten to {path}. `pre-commit install` makes git run it before each commit.")
        return
    where = "to the repos in" if os.path.exists(path) else "to a new"
    print(f"\nTo run bnlint before each commit, with pre-commit, add this {where} {path}:\n")
    print("" if os.path.exists(path) else "repos:\n", _HOOK, sep="", end="")
