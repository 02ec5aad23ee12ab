"""`bnlint rule`: shows a rule's page, or lists all rules."""

from __future__ import annotations

import sys

from bnlint.cli import user_rules
from bnlint.cli.common import add_rules
from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Formatter = argparse._FormatterClass


def add(commands: Commands, formatter: Formatter) -> None:
    """The command's options."""
    parser = commands.add_parser(
        "rule", help="explain a rule, or list all rules", allow_abbrev=False, formatter_class=formatter
    )
    parser.set_defaults(run=run, usage_error=parser.error)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", metavar="RULE", help="its id or name: BN201, obsolete-params")
    which.add_argument("--all", action="store_true", help="list all rules")
    which.add_argument("--schema", action="store_true", help="print the JSON Schema of rule files, for editors")
    add_rules(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints; the exit code."""
    from bnlint.report import pages

    if arguments.schema:
        print(catalog.schema_of_rule_files(), end="")
        return 0
    folders = user_rules.folders(arguments) if arguments.rules else ()
    rules = catalog.known(folders)
    if arguments.all:
        pages.write_list(rules.values(), sys.stdout)
        return 0
    wanted: str = arguments.id
    by_name = {rule.name: id for id, rule in rules.items()}
    id = by_name.get(wanted.lower(), wanted.upper())
    if id not in rules:
        near = catalog.nearest(wanted)
        known = f"did you mean {near}?" if near in catalog.rules() else "`bnlint rule --all` lists them"
        arguments.usage_error(f"unknown rule {wanted!r}; {known}")
    pages.write_page(catalog.page(id, folders), sys.stdout, folders)
    return 0
