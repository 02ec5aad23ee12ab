"""The start and the end of the process: what a check may load, and that no output is lost when it ends at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = "fixtures/batch-norm/with-scale.prototxt"
FAULTY = "fixtures/example/train_val.prototxt"

#: What a console script does, and then a line that is printed if the process ends normally.
SCRIPT = "import atexit, sys; atexit.register(print, 'ended'); from bnlint.cli.main import main; {}sys.exit(main())"


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A Python process in the project's folder, with the environment of a user."""
    unwanted = ("NO_COLOR", "FORCE_COLOR", "PYTHONPROFILEIMPORTTIME")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {"PYTHONPATH": str(ROOT), **variables}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("before", "words", "code", "ends"),
    [
        ("", ["check", SMALL], 0, "All checks passed: 1 file.\n"),
        ("", ["check", FAULTY, "--quiet", "--output-format=concise"], 1, "\n"),
        ("", ["check", "nothing-there.prototxt"], 2, ""),
        ("", ["check", SMALL, FAULTY, "--output-file=/dev/stdout", "--output-format=json"], 1, "]\n"),
        ("import threading; ", ["check", SMALL], 0, "All checks passed: 1 file.\nended\n"),
        ("", ["check", "--no-such-option"], 2, "ended\n"),
    ],
)
def test_the_process_ends_at_once_without_losing_output(before: str, words: list[str], code: int, ends: str) -> None:
    ran = run("-c", SCRIPT.format(before), *words)
    assert ran.returncode == code
    assert ran.stdout.endswith(ends)
    assert ("ended" in ran.stdout) == ("ended" in ends)
    assert "Traceback" not in ran.stderr


def test_it_ends_as_other_programs_do_where_it_is_run_as_a_module() -> None:
    ran = run("-m", "cProfile", "-m", "bnlint", "check", SMALL)
    assert "All checks passed: 1 file.\n" in ran.stdout
    assert "function calls" in ran.stdout


def test_more_than_a_pipe_holds_is_printed_to_the_end() -> None:
    words = ["check", "fixtures", "--output-format=sarif"]
    whole = run("-m", "bnlint", *words).stdout
    assert len(whole) > 65536
    assert run("-c", SCRIPT.format(""), *words).stdout == whole


# ---- what a check may load

#: What argparse, functools and re need of the standard library, in one version of Python or another; the modules below
#: these count as these. Those with a leading underscore are parts of others.
LIBRARY = {
    "__future__",
    "argparse",
    "collections",
    "copyreg",
    "enum",
    "gettext",
    "functools",
    "gc",
    "itertools",
    "keyword",
    "operator",
}
LIBRARY |= {"bisect", "operator", "re", "reprlib", "types", "warnings"}

#: The project's modules by package: what a check of a net loads in which nothing is found.
PLAIN = {
    "bnlint._generated": "declared_rules parser_table rule_table schema_bvlc schema_in_place "
    "schema_layers schema_legacy",
    "bnlint.caffe": "file_kind find_origin fine_tuning origin placeholders purpose session state",
    "bnlint.caffe.graph": "blobs conflicts gradient memory",
    "bnlint.caffe.net": "content layers message read",
    "bnlint.caffe.repository": "root",
    "bnlint.caffe.schema": "layer_types legacy messages owners traits validate",
    "bnlint.caffe.shapes": "counts",
    "bnlint.checks": "affine batch_size batchnorm bias blob_counts connections context deprecated_fields duplicates "
    "fields float_noise "
    "gamma global_stats half_frozen in_place in_place_fix layer_edits layer_states layer_types names "
    "old_formats params phase_differences phase_pairs refusals refused_values registry scale "
    "scale_links shared_params shared_statistics trained_numbers",
    "bnlint.checks.declarative": "conditions fixes insertion rules template values",
    "bnlint.checks.porting": "defaults foreign",
    "bnlint.cli": "check common config_options main report_options",
    "bnlint.config": "find",
    "bnlint.linter": "check doubt grouping lints result selection settings",
    "bnlint.prototxt": "nodes parser removal samples style template values",
    "bnlint.report": "formats next_steps options origins summary text",
    "bnlint.rules": "catalog",
    "bnlint.rules.language": "types",
    "bnlint.run": "collector discover job outcome run",
    "bnlint.text": "diagnostics edits files patterns source suggest",
}
#: What else it loads where something is found, and shown in colours.
FOUND = {"bnlint.report": "colour findings rendering repeats snippet"}

#: What a console script does.
CHECK = "import re, sys; from bnlint.cli.main import main; sys.exit(main())"
HINT = """is loaded by `bnlint check` of a small file, and is not among what may be. Import it in the function that
needs it, if that is not called on this path; else enter it in tests/test_startup.py: each module costs every start."""


def loaded(script: str, *words: str, **variables: str) -> set[str]:
    """The modules that an interpreter imports for a script."""
    lines = run("-X", "importtime", "-c", script, *words, **variables).stderr.splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


def allowed(*tables: dict[str, str]) -> set[str]:
    """The names in some tables, and the packages that they are in."""
    names = {f"{package}.{name}".strip(".") for table in tables for package in table for name in table[package].split()}
    return names | {name[:end] for name in names for end, letter in enumerate(name) if letter == "."}


@pytest.mark.parametrize(
    ("file", "variables", "tables"),
    [
        (SMALL, {}, [PLAIN]),
        (FAULTY, {}, [PLAIN, FOUND]),
        (FAULTY, {"FORCE_COLOR": "1", "TERM": "xterm"}, [PLAIN, FOUND]),
    ],
)
def test_a_check_loads_what_may_be_loaded(
    file: str, variables: dict[str, str], tables: list[dict[str, str]], tmp_path: Path
) -> None:
    net = tmp_path / "net.prototxt"  # where no configuration lies above it
    net.write_bytes((ROOT / file).read_bytes())
    modules = loaded(CHECK, "check", str(net), **variables) - loaded("pass")
    assert {"bnlint.linter.check", "re"} <= modules
    may = allowed(*tables)
    new = [name for name in modules - may if name.partition(".")[0] not in LIBRARY and name[0] != "_"]
    assert not new, f"{', '.join(sorted(new))} {HINT}"


def test_what_may_be_loaded_exists() -> None:
    names = allowed(PLAIN, FOUND)
    gone = [name for name in names if not list(ROOT.glob(name.replace(".", "/") + "*"))]
    assert not gone
