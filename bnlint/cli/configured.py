"""The options that say what is judged and how, and the configurations that they are laid over."""

from __future__ import annotations

import os

from bnlint.cli.common import add_rules, known_caffe, say
from bnlint.config import ConfigError
from bnlint.linter.settings import DEFAULT_TARGET
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from bnlint.config.find import Configurations
    from bnlint.run.baseline import Baseline

    Run = Callable[[argparse.Namespace], int]

_SELECTORS = {
    "--select": "only these rules: ids, prefixes such as BN3, or ALL",
    "--ignore": "not these rules",
    "--extend-select": "these rules in addition",
}


def add(parser: argparse.ArgumentParser) -> None:
    """The options about rules and Caffes, and those about configuration."""
    option = parser.add_argument
    for name, what in _SELECTORS.items():
        option(name, help=what, type=_ids, action="extend", default=[], metavar="IDS")
    add_rules(parser)
    option("--target", help=f"the Caffe that the files must run on (default: {DEFAULT_TARGET})")
    option("--dialect", help="the Caffe that they are written for (default: recognised from the file)")
    add_files(parser)


def add_files(parser: argparse.ArgumentParser) -> None:
    """The options about configuration files alone."""
    option = parser.add_argument
    option("--config", metavar="FILE", default="", help="use this configuration file, not the one nearest to each file")
    option("--isolated", action="store_true", help="use no configuration file")


def add_running(parser: argparse.ArgumentParser) -> None:
    """The options that make a run faster or slower, and change nothing else."""
    option = parser.add_argument
    option("--jobs", type=_jobs, metavar="N", help="processes that work at once (default: auto, as many as are quick)")
    option("--no-cache", action="store_true", help="neither use nor keep results of other runs")
    option("--cache-dir", metavar="DIR", default="", help="keep results there (default: `cache` in the configuration)")


def add_exclusion(parser: argparse.ArgumentParser) -> None:
    """The option about files that are named and excluded."""
    parser.add_argument(
        "--force-exclude", action="store_true", help="pass over what is excluded even where it is named as a PATH"
    )


def baseline(arguments: argparse.Namespace, found: Configurations) -> Baseline | None:
    """The baseline that the options name, or that lies beside the configuration, or here; None without one.

    Raises ConfigError for one that cannot be read.
    """
    if arguments.no_baseline:
        if arguments.baseline:
            arguments.usage_error("--baseline and --no-baseline do not go together")
        return None
    path = arguments.baseline or found.baseline_path()
    if not path:
        return None
    from bnlint.run.baseline import load

    return load(path)


def guarded(run: Run) -> Run:
    """`run`, which says in a line what is wrong with a configuration, and gives the exit code 2."""

    def run_(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except ConfigError as error:
            say(f"bnlint: {error}")
            return 2

    return run_


def _jobs(text: str) -> int | None:
    """A number of processes; None for ``auto``. Raises ArgumentTypeError for anything else."""
    if text == "auto":
        return None
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is neither auto nor a number from 1 on")
    return number


def _ids(text: str) -> list[str]:
    """A list as it is written: BN101,bn3."""
    return [part.strip().upper() for part in text.split(",") if part.strip()]


def configurations(arguments: argparse.Namespace) -> Configurations:
    """The configurations, with the options over them. Leaves with 2 where an option makes no sense.

    Raises ConfigError for the configuration of the working directory.
    """
    from bnlint.config.find import Configurations

    if arguments.config and arguments.isolated:
        arguments.usage_error("--config and --isolated do not go together")
    given = vars(arguments)
    options: dict[str, Any] = {}
    for key in ("select", "ignore", "extend-select"):
        if values := given.get(key.replace("-", "_")):
            options[key] = tuple(values)
    for key in ("target", "dialect"):
        if given.get(key):
            known_caffe(arguments, key)
            options[key] = given[key]
    for key in ("fail-level", "output-format"):
        if given.get(key.replace("-", "_")):
            options[key] = given[key.replace("-", "_")]
    if given.get("no_cache") and given.get("cache_dir"):
        arguments.usage_error("--no-cache and --cache-dir do not go together")
    if given.get("no_cache"):
        options["cache"] = False
    elif given.get("cache_dir"):
        options["cache"] = os.path.abspath(given["cache_dir"])
    if given.get("rules"):
        from bnlint.cli import user_rules

        options["rules"] = user_rules.folders(arguments)
    found = Configurations(options, arguments.config, arguments.isolated, given.get("unsafe_fixes", False))
    _known_rules(arguments, options, found)
    return found


def _known_rules(arguments: argparse.Namespace, options: dict[str, Any], found: Configurations) -> None:
    selectors = [selector for key in ("select", "ignore", "extend-select") for selector in options.get(key, ())]
    if selectors and (problem := catalog.unknown(selectors, found.rules(found.nearest(".")))):
        arguments.usage_error(problem)
