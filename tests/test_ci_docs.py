"""The recipes of docs/ci.md and action.yml: their YAML is valid, and their shell steps run as the page says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import bnlint
from bnlint.cli.main import make_parser
from tests.installs import Installation

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
VERSION = f"v{bnlint.__version__}"
EXAMPLE = ROOT / "fixtures" / "example" / "train_val.prototxt"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


RECIPES: list[dict[str, Any]] = [yaml.safe_load(block) for block in blocks("yaml")]
WORKFLOWS = [recipe for recipe in RECIPES if "jobs" in recipe]
GITLAB = [recipe["bnlint"] for recipe in RECIPES if "bnlint" in recipe]
STEPS = [step for workflow in WORKFLOWS for step in workflow["jobs"]["bnlint"]["steps"]]

STUBS = {
    "bnlint": 'exec "{python}" -m bnlint "$@"',
    "python3": 'exec "{python}" "$@"',
    "python": 'exec "{python}" "$@"',
    "pip": 'echo "$@" >> "{log}"',
    "reviewdog": 'echo "$@" >> "{log}"; cat > "{log}.stdin"',
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A git repository with the example, on a branch that changed one of its two nets."""
    for name in ("models", "examples"):
        (tmp_path / "checkout" / name).mkdir(parents=True)
    checkout = tmp_path / "checkout"
    (checkout / "models" / "old net.prototxt").write_bytes(EXAMPLE.read_bytes())
    git(checkout, "init", "--quiet", "--initial-branch", "main")
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "-m", "one")
    git(checkout, "update-ref", "refs/remotes/origin/main", "HEAD")
    (checkout / "examples" / "new net.prototxt").write_bytes(EXAMPLE.read_bytes())
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "-m", "two")
    (tmp_path / "bin").mkdir()
    for name, line in STUBS.items():
        stub = tmp_path / "bin" / name
        stub.write_text("#!/bin/sh\n" + line.format(python=sys.executable, log=tmp_path / "log") + "\n")
        stub.chmod(0o755)
    return checkout


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=bnlint", "-c", "user.email=bnlint@localhost", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def shell(script: str, place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As GitHub runs a step: the first line that fails, in a pipe too, ends it."""
    if shutil.which("bash") is None or shutil.which("git") is None:
        pytest.skip("bash or git is not installed")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT", "CI_", "FORCE_", "NO_COLOR"))}
    kept |= {"PATH": f"{place.parent / 'bin'}{os.pathsep}{kept['PATH']}", "PYTHONPATH": str(ROOT), **environment}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(words, cwd=place, env=kept, capture_output=True, text=True)


@pytest.mark.parametrize("uses", sorted({step["uses"] for step in STEPS if "uses" in step}))
def test_actions_are_named_with_a_version(uses: str) -> None:
    assert re.fullmatch(r"[\w-]+/[\w-]+(/[\w-]+)?@v[\d.]+", uses)
    if uses.startswith("example/"):
        assert uses.endswith(f"@{VERSION}")


def test_versions_are_this_one() -> None:
    assert set(re.findall(r"bnlint@(v[\d.]+)", TEXT)) == {VERSION}
    assert {repo["rev"] for recipe in RECIPES for repo in recipe.get("repos", [])} == {VERSION}


def test_options_are_those_of_the_command_line() -> None:
    text = TEXT + (ROOT / "action.yml").read_text(encoding="utf-8")
    check = next(a for a in make_parser()._actions if hasattr(a, "choices") and a.choices).choices["check"]  # type: ignore[index,call-overload]
    known = {name for action in check._actions for name in action.option_strings}
    for line in re.findall(r"bnlint check [^|`#\n]*", text):
        assert set(re.findall(r"(?<=\s)--[a-z-]+", line)) <= known, line


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=range(len(WORKFLOWS)))
def test_workflow(workflow: dict[str, Any], place: Path) -> None:
    """Each step of shell runs; the step that checks fails because of the example, unless something else decides."""
    assert set(workflow) - {"permissions"} == {"name", True, "jobs"}  # YAML reads `on` as true
    codes = []
    for step in workflow["jobs"]["bnlint"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        if "run" not in step:
            continue
        ran = shell(step["run"], place)
        assert "Traceback" not in ran.stderr and "usage:" not in ran.stderr
        codes.append(ran.returncode)
        if "--output-format github" in step["run"]:
            assert len(re.findall(r"^::(?:error|warning) .*file=\w+/\w+ net\.prototxt,", ran.stdout, re.MULTILINE)) == 6
        if "--output-file" in step["run"]:
            uploaded = workflow["jobs"]["bnlint"]["steps"][-1]["with"]["sarif_file"]
            assert len(json.loads((place / uploaded).read_text())["runs"][0]["results"]) == 6
        if "reviewdog" in step["run"]:
            assert len(json.loads((place.parent / "log.stdin").read_text())["diagnostics"]) == 6
    scripts = [step.get("run", "") for step in workflow["jobs"]["bnlint"]["steps"]]
    fails = any("bnlint check" in script and "--exit-zero" not in script for script in scripts)
    assert (1 in codes) == fails and 2 not in codes


@pytest.mark.parametrize("job", GITLAB, ids=range(len(GITLAB)))
def test_gitlab(job: dict[str, Any], place: Path) -> None:
    """The last line of the script fails the job, and has written the report that the artifacts name."""
    ran = shell("\n".join(job["script"]), place, CI_PROJECT_DIR=str(place))
    assert ran.returncode == 1, ran.stderr
    (report,) = job["artifacts"]["reports"].values()
    text = (place / report).read_text()
    assert text.count("models/old net.prototxt") >= 3
    if report.endswith(".json"):
        assert len({each["fingerprint"] for each in json.loads(text)}) == 6
        assert ran.stdout.count("old net.prototxt:") == 3


def test_pre_commit(tmp_path: Path) -> None:
    (recipe,) = (recipe for recipe in RECIPES if "repos" in recipe)
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for repo in recipe["repos"] for hook in repo["hooks"]} <= offered
    validate = shutil.which("pre-commit", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if validate is None:
        pytest.skip("pre-commit is not installed")
    config = tmp_path / "config.yaml"
    config.write_text(blocks("yaml")[0])
    ran = subprocess.run([validate, "validate-config", config], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_only_what_a_branch_changed(place: Path) -> None:
    ran = shell(blocks("sh")[0], place)
    assert ran.returncode == 123  # xargs' word for a command that failed
    assert "examples/new net.prototxt" in ran.stdout and "old net" not in ran.stdout


@pytest.mark.parametrize("line", blocks("sh")[1:])
def test_lines_of_shell(line: str, place: Path) -> None:
    ran = shell(line, place)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "6" if "python3" in line else "-diff=git diff" in (place.parent / "log").read_text()


# ---- the action


def step(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in ACTION["runs"]["steps"] if each.get("name") == name)
    return found


def test_action() -> None:
    """It accepts the inputs that the recipes give it, and uses only inputs that it declares."""
    assert ACTION["runs"]["using"] == "composite"
    given = {key for each in STEPS if each.get("uses", "").startswith("example/") for key in each["with"]}
    assert given <= set(ACTION["inputs"])
    assert all(f"`{name}" in TEXT or name in given for name in ACTION["inputs"])
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.(\w+)", text)) == set(ACTION["inputs"])
    assert set(re.findall(r"steps\.check\.outputs\.(\w+)", text)) == set(ACTION["outputs"])
    assert all(each.get("shell") == "bash" for each in ACTION["runs"]["steps"] if "run" in each)
    assert not any("${{" in each.get("run", "") for each in ACTION["runs"]["steps"]), "inputs must not become code"


@pytest.mark.parametrize(
    ("paths", "args", "annotations", "code", "found"),
    [
        (".", "", "false", 1, 6),
        ("models\n\nexamples\n", "--fail-level error", "false", 1, 6),
        ("models/old net.prototxt", "", "true", 1, 3),
        (".", "--select BN2 --fail-level error", "false", 0, 2),
        ("", "--exit-zero", "false", 0, 6),
        ("$(touch hacked)", "", "false", 2, 0),
        (".", "--no-such-option", "false", 2, None),
    ],
)
def test_check_of_the_action(
    paths: str, args: str, annotations: str, code: int, found: int | None, place: Path
) -> None:
    output = place.parent / "output"
    output.touch()
    given = {"PATHS": paths, "ARGS": args, "ANNOTATIONS": annotations}
    assert set(given) == set(step("Check")["env"])
    ran = shell(step("Check")["run"], place, RUNNER_TEMP=str(place.parent), GITHUB_OUTPUT=str(output), **given)
    assert ran.returncode == 0, ran.stderr
    said = dict(line.split("=", 1) for line in output.read_text().splitlines())
    assert said["code"] == str(code)
    assert not (place / "hacked").exists()
    if found is None:
        assert "sarif" not in said
    else:
        assert len(json.loads(Path(said["sarif"]).read_text())["runs"][0]["results"]) == found
    if code == 1:
        assert ran.stdout.count("::" if annotations == "true" else ".prototxt:") >= found  # type: ignore[operator]
    assert shell(step("Result")["run"], place, CODE=said["code"]).returncode == code


def test_the_action_installs_itself(place: Path, installation: Installation) -> None:
    """From a checkout that is not the working directory, into an environment that has pip."""
    command = Path(shutil.copytree(installation.venv, place.parent / "venv", symlinks=True), "bin", "bnlint")
    command.unlink()
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    checkout = str(installation.checkout)
    ran = shell(step("Install bnlint")["run"], place, GITHUB_ACTION_PATH=checkout, PATH=path, PYTHONPATH="")
    assert ran.returncode == 0, ran.stderr
    version = subprocess.run([command, "--version"], capture_output=True, text=True)
    assert version.stdout == f"bnlint {bnlint.__version__}\n"
