"""`bnlint files`: lists what `bnlint check` would read."""

from __future__ import annotations

from bnlint.cli import configured
from bnlint.cli.common import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "files", help="list the files that check would read", allow_abbrev=False, formatter_class=formatter
    )
    parser.set_defaults(run=configured.guarded(run), usage_error=parser.error)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    configured.add_files(parser)
    configured.add_exclusion(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints a path a line; 2 where one cannot be read."""
    from bnlint.run import discover

    code = 0
    configurations = configured.configurations(arguments)
    for found in discover.find(arguments.paths or ["."], configurations, arguments.force_exclude):
        if found.error:
            say(f"bnlint: {found.path}: {found.error}")
            code = 2
        else:
            print(found.path)
    return code
