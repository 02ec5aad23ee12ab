"""The options that override the configuration, and the configurations with these options."""

from __future__ import annotations

import argparse
import os

from bnlint.cli.common import add_rules, require_known_caffe
from bnlint.config.find import SELECTING, Configurations
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bnlint.run.baseline import Baseline

_SELECTORS = {
    "--select": "use only these rules: ids, prefixes such as BN3, or ALL",
    "--ignore": "ignore these rules",
    "--extend-select": "also use these rules",
}


def add(parser: argparse.ArgumentParser, schema: bool = True) -> None:
    """Adds the options about rules, versions of Caffe (`schema`: with that one), and configuration files."""
    option = parser.add_argument
    for name, text in _SELECTORS.items():
        option(name, help=text, type=_ids, action="extend", default=[], metavar="IDS")
    add_rules(parser)
    add_caffes(parser, schema)
    add_files(parser)


def add_caffes(parser: argparse.ArgumentParser, schema: bool = True) -> None:
    """Adds the options about versions of Caffe; `schema`: with that one."""
    option = parser.add_argument
    option("--target", help="the Caffe that the files must run on (default: auto, the one that each file is for)")
    option("--dialect", help="the Caffe that the files are for (default: found in the repository and the files)")
    if schema:
        help = "the caffe.proto of the Caffe that the files are for; can be repeated"
        option("--schema", action="append", default=[], metavar="FILE", help=help)


def add_files(parser: argparse.ArgumentParser) -> None:
    """Adds the options about configuration files."""
    option = parser.add_argument
    option(
        "--config",
        metavar="FILE",
        default="",
        help="use this configuration file for all files",
    )
    option("--isolated", action="store_true", help="ignore all configuration files")


def add_running(parser: argparse.ArgumentParser) -> None:
    """Adds the options that only affect speed."""
    option = parser.add_argument
    option("--jobs", type=_jobs, metavar="N", help="number of processes (default: auto, as many as are useful)")
    option("--no-cache", action="store_true", help="neither read nor write cached results")
    option("--cache-dir", metavar="DIR", default="", help="cache results here (default: `cache` in the configuration)")


def add_exclusion(parser: argparse.ArgumentParser) -> None:
    """Adds the option about excluded files that are named."""
    parser.add_argument(
        "--force-exclude", action="store_true", help="skip excluded files even if they are given as PATH"
    )


def baseline(arguments: argparse.Namespace, configurations: Configurations) -> Baseline | None:
    """The baseline given as an option, next to the configuration file, or in the working directory; None without one.

    Raises ConfigError if it cannot be read.
    """
    if arguments.no_baseline:
        if arguments.baseline:
            arguments.usage_error("--baseline cannot be combined with --no-baseline")
        return None
    path = arguments.baseline or configurations.baseline_path()
    if not path:
        return None
    from bnlint.run.baseline import load  # with json and hashlib

    return load(path)


def _jobs(text: str) -> int | None:
    """A number of processes; None for ``auto``. Raises ArgumentTypeError for anything else."""
    if text == "auto":
        return None
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not auto or a positive number")
    return number


def _ids(text: str) -> list[str]:
    """A comma-separated list: BN101,bn3."""
    return [part.strip().upper() for part in text.split(",") if part.strip()]


def configurations(arguments: argparse.Namespace) -> Configurations:
    """The configurations, overridden by the options. Exits with status 2 if the options conflict.

    Raises ConfigError for the configuration of the working directory.
    """
    if arguments.config and arguments.isolated:
        arguments.usage_error("--config cannot be combined with --isolated")
    options = _options(arguments)
    unsafe_fixes = getattr(arguments, "unsafe_fixes", False)
    combined = Configurations(options, arguments.config, arguments.isolated, unsafe_fixes)
    selectors = [selector for key in SELECTING for selector in options.get(key, ())]
    if selectors and (problem := catalog.unknown(selectors, combined.rules(combined.nearest(".")))):
        arguments.usage_error(problem)
    return combined


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options that override keys of the configuration, by key."""
    given = vars(arguments)
    options: dict[str, Any] = {}
    for key in SELECTING:
        if values := given.get(key.replace("-", "_")):
            options[key] = tuple(values)
    for key in ("target", "dialect"):
        if given.get(key):
            require_known_caffe(arguments, key)
            options[key] = given[key]
    if isinstance(given.get("schema"), list) and given["schema"]:
        options["schema"] = tuple(given["schema"])
    for key in ("fail-level", "output-format"):
        if given.get(key.replace("-", "_")):
            options[key] = given[key.replace("-", "_")]
    if given.get("no_cache") and given.get("cache_dir"):
        arguments.usage_error("--no-cache cannot be combined with --cache-dir")
    if given.get("no_cache"):
        options["cache"] = False
    elif given.get("cache_dir"):
        options["cache"] = os.path.abspath(given["cache_dir"])
    if given.get("rules"):
        from bnlint.cli import user_rules

        options["rules"] = user_rules.folders(arguments)
    return options
