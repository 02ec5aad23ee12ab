"""Nets that are trained in another file: which the configuration names, and how their BatchNorm layers differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from bnlint.cli.main import main
from bnlint.config.find import Configurations
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.files import RelatedFiles
from bnlint.text.source import Source

DATA = 'layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }\n'
LABELED = 'layer { name: "data" type: "Data" top: "data" top: "label" }\n'
LOSS = 'layer { name: "loss" type: "SoftmaxWithLoss" bottom: "bn" bottom: "label" }\n'
SETTINGS = Settings(("BN507",), training_net="train.prototxt", unsafe_fixes=True)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bn(param: str = "", rest: str = "", type_: str = "BatchNorm", name: str = "bn") -> str:
    field = {"BatchNorm": "batch_norm_param", "BN": "bn_param"}[type_]
    param = f" {field} {{ {param} }}" if param else ""
    return f'layer {{ name: "{name}" type: "{type_}" bottom: "data" top: "bn"{param}{rest} }}\n'


def train(*layers: str) -> str:
    return LABELED + "".join(layers) + LOSS


def deploy(*layers: str) -> str:
    return DATA + "".join(layers)


def found(net: str, trained: str | None, settings: Settings = SETTINGS) -> list[str]:
    """The findings for a net that is trained as `trained`: their severities, and their messages up to the colon."""
    if trained is not None:
        Path("train.prototxt").write_text(trained)
    result = check(Source(net, "deploy.prototxt"), settings, RelatedFiles("deploy.prototxt"))
    assert not result.bugs
    return [f"{each.severity.word}: {each.message.partition(':')[0]}" for each in result.diagnostics]


TIED = "in 'train.prototxt'"


@pytest.mark.parametrize(
    ("net", "trained", "wanted"),
    [
        (bn(), bn(), []),
        (bn(), bn("eps: 0.001"), [f"warning: eps of BatchNorm 'bn' is 1e-05, but 0.001 {TIED}, which trains it"]),
        (bn("eps: 1e-4"), bn(), [f"warning: eps of BatchNorm 'bn' is 0.0001, but 1e-05 {TIED}, which trains it"]),
        (bn("eps: 1e-5"), bn(), []),
        (bn("eps: 9.99999974738e-06"), bn("eps: 1e-5"), []),
        (bn("eps: 0.001"), bn(name="other"), []),
        (bn("eps: 0.001", type_="BN"), bn("eps: 0.01"), []),  # another type
        (
            bn("eps: 0.001", type_="BN"),
            bn("eps: 0.01", type_="BN"),
            [f"warning: eps of BN 'bn' is 0.001, but 0.01 {TIED}, which trains it"],
        ),
        (  # several layers with the same numbers are one finding
            bn() + bn(name="b2") + bn(name="b3", param="eps: 0.01"),
            bn("eps: 0.1") + bn("eps: 0.1", name="b2") + bn("eps: 0.1", name="b3"),
            [
                f"warning: eps of BatchNorm 'bn' and 1 other is 1e-05, but 0.1 {TIED}, which trains it",
                f"warning: eps of BatchNorm 'b3' is 0.01, but 0.1 {TIED}, which trains it",
            ],
        ),
        # of a pair, what is in TRAIN counts
        (bn(), bn(rest=" include { phase: TRAIN }") + bn("eps: 0.1", " include { phase: TEST }"), []),
        (
            bn(),
            bn("eps: 0.1", " include { phase: TRAIN }") + bn(rest=" include { phase: TEST }"),
            [f"warning: eps of BatchNorm 'bn' is 1e-05, but 0.1 {TIED}, which trains it"],
        ),
        (bn(), bn("eps: 0.1", ' include { stage: "a" }') + bn(rest=' include { not_stage: "a" }'), []),  # which one?
        (bn(), bn("eps: 0.1 eps: 1e-5"), []),
        (bn("eps: x"), bn("eps: 0.1"), []),
        (
            bn("moving_average_fraction: 0.9"),
            bn("moving_average_fraction: 0.99"),
            [f"info: moving_average_fraction of BatchNorm 'bn' is 0.9, but 0.99 {TIED}"],
        ),
        (bn(), bn("moving_average_fraction: 0.99"), []),
        (bn("moving_average_fraction: 0.9"), bn(), []),
        (bn("use_global_stats: false moving_average_fraction: 0.9"), bn("moving_average_fraction: 0.99"), []),
    ],
)
def test_differences(net: str, trained: str, wanted: list[str]) -> None:
    assert found(deploy(net), train(trained)) == wanted


@pytest.mark.parametrize("trained", [None, "", "no net", "layer {", 'net: "a"\nbase_lr: 1\n', "\0"])
def test_training_net_that_cannot_be_read(trained: str | None) -> None:
    assert found(deploy(bn()), trained) == []


def test_net_that_is_its_own_training_net() -> None:
    assert found(deploy(bn()), None, SETTINGS.replace(training_net="./deploy.prototxt")) == []


def test_training_net_is_not_looked_for_elsewhere() -> None:
    Path("train.prototxt").write_text(train(bn("eps: 0.1")))
    Path("a").mkdir()
    source = Source(deploy(bn()), "a/deploy.prototxt")
    for name, count in (("train.prototxt", 0), ("../train.prototxt", 1)):
        settings = SETTINGS.replace(training_net=name)
        assert len(check(source, settings, RelatedFiles(source.name)).diagnostics) == count


def test_text_that_is_not_a_file() -> None:
    assert check(Source(deploy(bn())), SETTINGS).diagnostics == []


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (bn("eps: 1e-4"), bn("eps: 0.001")),
        (bn("eps: 1e-4 # small\n"), bn("eps: 0.001 # small\n")),
        (bn("use_global_stats: true"), bn("use_global_stats: true eps: 0.001")),
        (bn(), bn("eps: 0.001")),
        (
            'layers { name: "bn" type: BN bottom: "data" top: "bn" bn_param { eps: 1e-4 } }\n',
            'layers { name: "bn" type: BN bottom: "data" top: "bn" bn_param { eps: 1e-4 } }\n',
        ),
    ],
)
def test_fix(layer: str, wanted: str) -> None:
    old = layer.startswith("layers")  # no fix before the upgrade
    data = 'input: "data" input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8\n' if old else DATA
    Path("train.prototxt").write_text(train(bn("eps: 0.001", type_="BN" if old else "BatchNorm")))
    source = Source(data + layer, "deploy.prototxt")
    settings = SETTINGS.replace(dialect="happynear") if old else SETTINGS
    result = fix(source, settings, RelatedFiles(source.name))
    assert not result.result.bugs
    assert result.source.text == data + wanted
    kept = fix(source, settings.replace(unsafe_fixes=False), RelatedFiles(source.name))
    assert kept.source.text == source.text


@pytest.mark.parametrize("eps", ["1.23456789e-5", "0.001", "1.00099996e-05", "3e-38", "16777217"])
def test_the_number_of_a_fix_is_that_of_training(eps: str) -> None:
    """In single precision: no finding is left."""
    Path("train.prototxt").write_text(train(bn(f"eps: {eps}")))
    source = Source(deploy(bn("eps: 1e-4")), "deploy.prototxt")
    result = fix(source, SETTINGS, RelatedFiles(source.name))
    assert (len(result.applied), result.result.diagnostics, result.result.bugs) == (1, [], [])


@pytest.mark.parametrize(
    ("nets", "path", "wanted"),
    [
        ('"deploy.prototxt" = "train_val.prototxt"', "deploy.prototxt", "train_val.prototxt"),
        ('"deploy.prototxt" = "train_val.prototxt"', "a/b/deploy.prototxt", "train_val.prototxt"),
        ('"deploy.prototxt" = "train_val.prototxt"', "a/deploy2.prototxt", ""),
        ('"deploy/" = "../train_val.prototxt"', "deploy/net.prototxt", "../train_val.prototxt"),
        ('"*_deploy.prototxt" = "*_train.prototxt"', "a/vgg_16_deploy.prototxt", "vgg_16_train.prototxt"),
        ('"a/deploy_*.prototxt" = "../b/*/train.prototxt"', "a/deploy_x.prototxt", "../b/x/train.prototxt"),
        ('"a/*/deploy.prototxt" = "train.prototxt"', "a/b/deploy.prototxt", "train.prototxt"),
        ('"*.prototxt" = "all.prototxt"\n"/a/*" = "a.prototxt"', "a/deploy.prototxt", "a.prototxt"),  # the last one
        ('"*.prototxt" = "all.prototxt"\n"/a/*" = "a.prototxt"', "b/deploy.prototxt", "all.prototxt"),
    ],
)
def test_configured_nets(nets: str, path: str, wanted: str) -> None:
    Path("bnlint.toml").write_text(f"[training-nets]\n{nets}\n")
    assert Configurations().settings(path).training_net == wanted


@pytest.mark.parametrize(
    ("nets", "error"),
    [
        ('"a" = 3', "training-nets.a: expected a path, in which * stands for what * in the pattern matches"),
        ('"a" = "/b"', "training-nets.a: expected a path"),
        ('"a" = "b/"', "training-nets.a: expected a path"),
        ('"a" = ""', "training-nets.a: expected a path"),
        ('"a" = "*.prototxt"', "training-nets.a: * in the path needs exactly one * in the pattern's last part"),
        ('"*_*" = "*.prototxt"', "training-nets.*_*: * in the path needs exactly one *"),
        ('"*/a" = "*.prototxt"', "training-nets.*/a: * in the path needs exactly one *"),
    ],
)
def test_errors(capsys: pytest.CaptureFixture[str], nets: str, error: str) -> None:
    Path("bnlint.toml").write_text(f"[training-nets]\n{nets}\n")
    Path("net.prototxt").write_text(DATA)
    assert main(["check", "net.prototxt"]) == 2
    assert capsys.readouterr().err.startswith(f"bnlint: bnlint.toml:2: {error}")


def test_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bnlint.toml").write_text('training-nets = { "deploy.prototxt" = "train_val.prototxt" }\ncache = false\n')
    Path("deploy.prototxt").write_text(deploy(bn()))
    assert main(["config", "deploy.prototxt"]) == 0
    assert "# trained with: train_val.prototxt, which does not exist (bnlint.toml:1)" in capsys.readouterr().out
    Path("train_val.prototxt").write_text(train(bn("eps: 0.001")))
    assert main(["config", "deploy.prototxt"]) == 0
    assert "# trained with: train_val.prototxt (bnlint.toml:1)" in capsys.readouterr().out
    assert main(["check", ".", "--select", "BN507", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out == (
        "deploy.prototxt:2:20: BN507 eps of BatchNorm 'bn' is 1e-05, but 0.001 in 'train_val.prototxt', which trains "
        "it: Caffe silently computes another function than it trained\n"
    )
