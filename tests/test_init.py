"""`bnlint init`: what it writes for which files, what it says, and that it overwrites nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.schema.messages import schema
from bnlint.cli.main import main
from bnlint.config import draft, globs
from tests.forks import caffe_in, with_own_field

ROOT = Path(__file__).resolve().parents[1]
NET = """layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "x" batch_size: 64 } }
layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" inner_product_param { num_output: 8 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
"""
DEPLOY = """layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }
layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" inner_product_param { num_output: 8 } }
"""
FROZEN = """layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "x" batch_size: 64 } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "c"
        convolution_param { num_output: 8 kernel_size: 3 bias_term: false } }
layer { name: "bn1" type: "BatchNorm" bottom: "c" top: "c" batch_norm_param { use_global_stats: true } }
layer { name: "scale1" type: "Scale" bottom: "c" top: "c" scale_param { bias_term: true } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "c" bottom: "label" top: "loss" }
"""
TEMPLATE = 'name: "net"\nlayer { name: "ip" inner_product_param { num_output: ${classes} } }\n'
OLD = 'layers { name: "r" type: RELU bottom: "x" top: "y" }\n'
SEGNET = 'layer { name: "u" type: "Upsample" bottom: "x" bottom: "m" top: "y" upsample_param { scale: 2 } }\n'
OTHER = 'item { name: "cat" id: 1 }\n'

pytestmark = pytest.mark.usefixtures("folder")


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("wanted", "others", "words", "patterns"),
    [
        ("deploy.prototxt", "train.prototxt", "deploy", "deploy.prototxt"),
        ("a/deploy.prototxt b/deploy.prototxt", "a/train.prototxt", "deploy", "deploy.prototxt"),
        ("a_deploy.prototxt b_deploy.prototxt", "a_train.prototxt", "deploy", "*_deploy.prototxt"),
        ("a_deploy.prototxt", "xdeploy_b.prototxt", "deploy", "*_deploy.prototxt"),
        ("deploy_a.prototxt deploy_b.prototxt", "a.prototxt", "deploy", "deploy_*.prototxt"),
        ("deploy_a.prototxt b_deploy.prototxt", "a.prototxt", "deploy", "*deploy*.prototxt"),
        ("a_deploy_v2.prototxt", "a.prototxt", "deploy", "*deploy*.prototxt"),
        ("deploy/a.prototxt deploy/b.prototxt", "a.prototxt", "deploy", "deploy/"),
        ("deploy/a.prototxt", "deploy/train.prototxt", "deploy", "/deploy/a.prototxt"),
        ("deploy.prototxt", "x/deploy.prototxt", "deploy", "/deploy.prototxt"),
        ("a.prototxt.in b/c.prototxt.in", "a.prototxt", "", "*.prototxt.in"),
        ("t/a.prototxt t/b.prototxt", "a.prototxt", "", "/t/"),
        ("t/a.prototxt t/b.prototxt c.prototxt", "t/c.prototxt", "", "/c.prototxt /t/a.prototxt /t/b.prototxt"),
        ("", "a.prototxt", "deploy", ""),
        ("a[1]/x*.prototxt", "a1/x2.prototxt", "deploy", r"/a\[1\]/x\*.prototxt"),
        ("!deploy/a.prototxt", "deploy/a.prototxt", "deploy", r"\!deploy/"),
        ("#t/a.prototxt b.prototxt.in", "b.prototxt", "", r"/\#t/ *.prototxt.in"),
        (" ".join(f"deploy/{n}.prototxt" for n in range(9)), "deploy/train.prototxt", "deploy", ""),
    ],
)
def test_patterns(wanted: str, others: str, words: str, patterns: str) -> None:
    root = os.getcwd()
    paths = [[os.path.join(root, path) for path in given.split()] for given in (wanted, others)]
    assert globs.choose(*paths, root, tuple(words.split())) == tuple(patterns.split())


def test_the_text_is_toml() -> None:
    odd = ('a"b\\c', "ä\x7f\t", *(f"{n}_long_pattern_of_a_file.prototxt" for n in range(9)))
    text = draft.render([*draft.comment("word " * 99), draft.assignment("dialect", "ssd")], odd, odd[:1], odd[1:])
    assert max(map(len, text.splitlines())) <= 100 or "[" in text
    assert tomllib.loads(text) == {
        "dialect": "ssd",
        "exclude": [*odd],
        "file-kinds": {"deploy": [odd[0]], "fine-tune": [*odd[1:]]},
    }


def written(folder: str = ".") -> dict[str, object]:
    assert main(["init", folder]) == 0
    return tomllib.loads(Path(folder, "bnlint.toml").read_text(encoding="utf-8"))


def test_a_plain_repository() -> None:
    """It needs nothing but a file to write into."""
    put("train.prototxt", NET)
    assert written() == {}


def test_what_it_saw() -> None:
    put("nets/train.prototxt", NET)
    put("nets/deploy.prototxt", DEPLOY)
    put("nets/labels_deploy.prototxt", OTHER)
    put("nets/solver.prototxt.in", 'net: "a"\nbase_lr: ${rate}\n')
    put("finetune/train.prototxt", FROZEN)
    put("finetune/deploy.prototxt", DEPLOY)
    assert written() == {
        "exclude": ["*.prototxt.in"],
        "file-kinds": {"deploy": ["deploy.prototxt"], "fine-tune": ["/finetune/train.prototxt"]},
    }


SUBMODULE = """[submodule "caffe"]
	path = caffe
	url = https://github.com/{}.git
"""
OHEM = 'layer { name: "o" type: "BoxAnnotatorOHEM" bottom: "x" top: "y" box_annotator_ohem_param { roi_per_img: 1 } }\n'
PRIVATE = 'layer { name: "q" type: "QuantumLeap" bottom: "x" top: "y" quantum_leap_param { far: 1 } }\n'


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({"a.prototxt": NET}, ["# The files are for BVLC Caffe 1.0: nothing in them is of another Caffe."]),
        (
            {"a.prototxt": NET, ".gitmodules": SUBMODULE.format("Microsoft/caffe")},
            ["# The files are for Microsoft Caffe, by the address in .gitmodules.", 'dialect = "microsoft"'],
        ),
        (
            {"a.prototxt": OHEM},
            [
                "# The files are for Intel Caffe, Bottom-Up Attention or",
                "# If you know which, say it:",
                '# dialect = "intel" # Intel Caffe',
                '# dialect = "microsoft" # Microsoft Caffe',
            ],
        ),
        (
            {"a.prototxt": PRIVATE},
            [
                "# The files are for a Caffe that bnlint does not know (QuantumLeap, quantum_leap_param).",
                "# Its caffe.proto tells bnlint what it knows. If you have it, name it:",
                '# schema = "path/to/caffe.proto"',
            ],
        ),
    ],
)
def test_the_caffe(files: dict[str, str], lines: list[str]) -> None:
    """A key if it is certain, otherwise a comment with the ways to say it."""
    os.mkdir(".git")
    for name, text in files.items():
        put(name, text)
    assert main(["init"]) == 0
    text = Path("bnlint.toml").read_text()
    assert all(f"\n{line}" in text for line in lines)
    assert tomllib.loads(text) == ({"dialect": "microsoft"} if 'dialect = "microsoft"' in lines else {})


def test_the_caffe_in_the_repository(folder: Path) -> None:
    os.mkdir(".git")
    caffe_in(folder / "external" / "caffe")
    put("nets/a.prototxt", NET)
    assert written("nets") == {"schema": "../external/caffe/src/caffe/proto/caffe.proto"}
    assert "\n# The files are for BVLC Caffe 1.0.\n" in Path("nets/bnlint.toml").read_text()
    assert main(["check", "nets"]) == 0


def test_several_caffes() -> None:
    os.mkdir(".git")
    put("one/a.prototxt", OHEM)
    put("two/a.prototxt", SEGNET)
    assert written() == {}
    text = Path("bnlint.toml").read_text()
    assert "# The files are for several Caffes: 1 for " in text and "`bnlint targets PATH` says more." in text


def test_a_name_is_no_proof() -> None:
    """A net that is called deploy but trains, and one that is called finetune but keeps no statistics."""
    put("deploy.prototxt", NET)
    put("finetune.prototxt", NET)
    put("frozen.prototxt", FROZEN)
    assert written() == {}


def test_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    put("nets/old.prototxt", OLD)
    put("nets/template.prototxt", TEMPLATE)
    assert main(["init", "nets"]) == 0
    shown = capsys.readouterr()
    assert not shown.err
    path = os.path.join("nets", "bnlint.toml")
    assert shown.out.startswith(f"Written to {path}:\n\n    # The configuration of bnlint.")
    assert '\n    exclude = ["/template.prototxt"]\n' in shown.out
    assert "A first run, `bnlint check nets`:\n\nfindings  places  safe fix  unsafe fix  files " in shown.out
    assert re.search(r"^ +1 +1 +1 +- +1 +warning +OLD102 v1-layers$", shown.out, re.MULTILINE)
    assert "(1 fixable with --fix).\n" in shown.out
    assert "\n`bnlint baseline` writes them down, so that later runs show only new ones.\n" in shown.out
    assert "- id: bnlint\n" in shown.out
    assert sorted(os.listdir("nets")) == ["bnlint.toml", "old.prototxt", "template.prototxt"]


def test_the_run_agrees_with_check(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "fixtures" / "example", "nets")
    main(["init", "nets"])
    said = capsys.readouterr().out
    main(["check", "nets", "--statistics"])
    assert capsys.readouterr().out in said


def test_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    put("nets/old.prototxt", OLD)
    assert main(["init", "nets", "--baseline"]) == 0
    path = os.path.join("nets", ".bnlint-baseline.json")
    said = capsys.readouterr().out
    assert f"findings written to {path}: `bnlint check`, run in nets, shows only new ones." in said
    assert "OLD102" in {each["rule"] for each in json.loads(Path(path).read_text())["findings"]}
    os.chdir("nets")
    assert main(["check"]) == 0


def test_the_hook_is_written_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", OLD)
    assert main(["init", "--hook"]) == 0
    assert "pre-commit install" in capsys.readouterr().out
    assert "bnlint check --force-exclude" in Path(".pre-commit-config.yaml").read_text()


def test_the_hook_is_added_to_those_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", OLD)
    put(".pre-commit-config.yaml", "repos: []\n")
    assert main(["init"]) == 0
    said = capsys.readouterr().out
    assert "add this to the repos in .pre-commit-config.yaml:\n\n  - repo: local\n" in said


@pytest.mark.parametrize(
    ("files", "options", "said"),
    [
        ({}, "", "nothing to configure: no Caffe net or solver in ."),
        ({"labels.prototxt": OTHER}, "", "nothing to configure: no Caffe net or solver in ."),
        ({"a.prototxt": NET}, "missing", "missing: no such folder"),
        ({"a.prototxt": NET}, "a.prototxt", "a.prototxt: not a folder"),
        ({"nets/a.prototxt": NET, "nets/bnlint.toml": ""}, "nets", "nets/bnlint.toml: this configuration already"),
        (
            {"nets/a.prototxt": NET, "bnlint.toml": ""},
            "nets",
            "bnlint.toml: this configuration already applies",
        ),
        ({"a.prototxt": NET, "pyproject.toml": "[tool.bnlint]\n"}, "", "pyproject.toml: this configuration already"),
        ({"a.prototxt": NET, "bnlint.toml": "x = 1"}, "", "bnlint.toml:1: x: unknown key"),
        ({"a.prototxt": NET, ".bnlint-baseline.json": "{}"}, "--baseline", "exists already; nothing is overwritten"),
        ({"a.prototxt": NET, ".pre-commit-config.yaml": ""}, "--hook", "exists already; nothing is overwritten"),
    ],
)
def test_nothing_is_overwritten(
    files: dict[str, str], options: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One clear line, and no file is written."""
    for name, text in files.items():
        put(name, text)
    assert main(["init", *options.split()]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert said in shown.err and shown.err.count("\n") == 1
    there = {str(path): path.read_text() for path in Path().rglob("*") if path.is_file()}
    assert there == files


def test_a_link_that_leads_nowhere_stays(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.prototxt", NET)
    os.symlink("nowhere.toml", "bnlint.toml")
    assert main(["init"]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err
    assert not os.path.exists("nowhere.toml")


PRE_COMMIT = shutil.which("pre-commit", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(PRE_COMMIT is None or not shutil.which("git"), reason="pre-commit or git is not installed")
def test_the_hook_works(tmp_path: Path) -> None:
    """As it is written, with the real pre-commit."""
    put("a.prototxt", OLD)
    put("old/b.prototxt", OLD)
    assert main(["init", "--hook"]) == 0
    with Path("bnlint.toml").open("a") as file:
        file.write('exclude = ["old/"]\n')
    put("bin/bnlint", f'#!/bin/sh\nexec "{sys.executable}" -m bnlint "$@"\n').chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run("git init --quiet && git add .", shell=True, check=True, env=environment)
    ran = subprocess.run([str(PRE_COMMIT), "run", "--all-files"], env=environment, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "OLD102" in ran.stdout and "a.prototxt" in ran.stdout and "b.prototxt" not in ran.stdout


def test_a_caffe_proto_that_cannot_be_read_is_not_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    caffe_in(Path("caffe"), proto="message {")
    put("net.prototxt", NET)
    Path(".git").mkdir()
    assert main(["init"]) in (0, 2)
    text = Path("bnlint.toml").read_text()
    assert "schema" not in tomllib.loads(text)
    assert "caffe/src/caffe/proto/caffe.proto cannot be read" in text.replace("\n# ", " ")
    assert "A first run" in capsys.readouterr().out


def test_of_several_caffes_that_are_equally_near_none_is_chosen() -> None:
    os.mkdir(".git")
    mine = with_own_field(proto_text(schema()), "NetParameter")
    for name in ("one", "two"):
        caffe_in(Path(name), proto=mine.replace("mine", name))
    put("net.prototxt", NET)
    assert main(["init"]) == 0
    text = Path("bnlint.toml").read_text()
    assert "schema" not in tomllib.loads(text)
    assert '# If you know which, say it:\n# schema = "one/src/caffe/proto/caffe.proto"\n# schema = "two/src/' in text
