"""`python -m tools.generate` writes all generated files; with `--check`, it lists those that are out of date."""

from __future__ import annotations

import argparse
from pathlib import Path

from bnlint.rules.page import RuleFileError
from tools import config_schema, parser_table, proto_table, rule_docs, rule_table, schema_tables

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[Path, str]:
    """The text of each generated file, by its path. Raises RuleFileError for a faulty rule file."""
    return {
        parser_table.TARGET: parser_table.render(),
        proto_table.TARGET: proto_table.render(),
        **rule_table.write(),
        **schema_tables.write(),
        **rule_docs.guide(),
        **config_schema.write(),
    }


def stale(files: dict[Path, str]) -> list[Path]:
    """The files that are missing or differ."""
    return [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main(argv: list[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is out of date")
    check: bool = options.parse_args(argv).check
    try:
        files = generated()
    except RuleFileError as error:
        print(error)
        return 1
    paths = stale(files)
    for path in paths:
        print(f"{path.relative_to(ROOT)}: {'out of date' if check else 'written'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
    return int(check and bool(paths))


if __name__ == "__main__":
    raise SystemExit(main())
