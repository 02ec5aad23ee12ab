"""`bnlint rule`: shows a rule's page, lists all rules, or tests the examples of rule files."""

from __future__ import annotations

import argparse
import os
import sys

from bnlint.cli import user_rules
from bnlint.cli.common import add_rules
from bnlint.rules import catalog

DESCRIPTION = "Explains a rule, with examples. Also lists all rules, and tests the examples of rule files."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", metavar="RULE", help="its id or name: BN201, obsolete-params")
    which.add_argument("--all", action="store_true", help="list all rules")
    which.add_argument("--schema", action="store_true", help="print the JSON Schema of rule files, for editors")
    which.add_argument(
        "--test",
        nargs="*",
        metavar="PATH",
        help="run the examples of the rule files in these files and folders, or of bnlint's own rules; "
        "exit with status 1 if one fails",
    )
    add_rules(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints; the exit status."""
    from bnlint.report import pages

    if arguments.schema:
        print(catalog.schema_of_rule_files(), end="")
        return 0
    if arguments.test is not None:
        return _test(arguments.test or arguments.rules)
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


def _test(paths: list[str]) -> int:
    """Runs the examples of rule files, and prints how those that fail differ from what the files say."""
    from bnlint.fixer import examples

    with user_rules.faults():
        pages = examples.pages_in(paths)
    failed = 0
    for page, folders in pages:
        for failure in examples.run(page, folders):
            failed += 1
            path = os.path.relpath(failure.path) if not folders else failure.path
            print(f"{path}:{failure.line}: {page.id}: {failure.title}")
            print(*(f"    {line}" for line in failure.differences), sep="\n")
    number = sum(len(page.examples) + len(page.silent) for page, _ in pages)
    summary = f"{number} example{'s' * (number != 1)} of {len(pages)} rule{'s' * (len(pages) != 1)}"
    print(f"{summary}: {failed} failed (-: the rule file, +: what bnlint finds)" if failed else f"{summary} passed")
    return int(failed > 0)
