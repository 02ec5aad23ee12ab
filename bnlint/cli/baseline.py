"""`bnlint baseline`: writes down the findings that there are, so that `bnlint check` shows only new ones."""

from __future__ import annotations

import os

from bnlint.cli import configured
from bnlint.cli.common import PLEASE, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from bnlint.config.find import Configurations
    from bnlint.linter.result import Result

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass

_DESCRIPTION = """Writes the findings of today to .bnlint-baseline.json, beside the configuration or in the working
directory. bnlint check then shows only what is new. Exit code: 0, or 2 if a file cannot be read; then nothing is
written."""


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "baseline",
        help="remember today's findings, to be shown only new ones",
        description=_DESCRIPTION,
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.set_defaults(run=configured.guarded(run), usage_error=parser.error)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    parser.add_argument("--baseline", metavar="FILE", default="", help="write it there")
    configured.add(parser)
    configured.add_exclusion(parser)
    configured.add_running(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes the file; the exit code. Raises OSError where it cannot be written."""
    from bnlint.run import baseline
    from bnlint.text import files

    configurations = configured.configurations(arguments)
    path = arguments.baseline or configurations.baseline_path() or _new_path(configurations)
    errors: list[str] = []
    data, count = baseline.render(path, _results(arguments, configurations, errors))
    for error in errors:
        say(f"bnlint: {error}")
    if errors:
        return 2
    files.write_output(path, data)
    print(f"{count} finding{'' if count == 1 else 's'} written to {path}")
    return 0


def _new_path(configurations: Configurations) -> str:
    from bnlint.run.baseline import NAME

    configuration = configurations.nearest(".")
    return os.path.join(os.path.dirname(configuration.path) if configuration is not None else "", NAME)


def _results(
    arguments: argparse.Namespace, configurations: Configurations, errors: list[str]
) -> Iterator[tuple[str, Result]]:
    from bnlint.run import discover, run

    found = discover.find(arguments.paths or ["."], configurations, arguments.force_exclude)
    for outcome in run.run(found, configurations.settings, jobs=arguments.jobs):
        if outcome.error:
            errors.append(f"{outcome.path}: {outcome.error}")
        errors += [f"{outcome.path}: internal error: {bug}. {PLEASE}" for bug in outcome.bugs]
        if outcome.result is not None:
            yield outcome.path, outcome.result
