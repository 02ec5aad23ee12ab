"""`python -m tools.make_resnet50` writes fixtures/resnet50: ResNet-50 (He et al.), written carefully for Caffe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "resnet50"

# Stage, number of blocks, channels inside a block. The output of a block has four times as many channels.
STAGES = ((2, 3, 64), (3, 4, 128), (4, 6, 256), (5, 3, 512))


def layer(name: str, kind: str, bottoms: list[str], tops: list[str], *body: str) -> str:
    """A `layer` block; `body` are its other lines, indented relative to the block."""
    lines = ["layer {", f'  name: "{name}"', f'  type: "{kind}"']
    lines += [f'  bottom: "{blob}"' for blob in bottoms]
    lines += [f'  top: "{blob}"' for blob in tops]
    lines += [f"  {line}" for line in body]
    return "\n".join([*lines, "}"]) + "\n"


def convolution(suffix: str, bottom: str, top: str, channels: int, kernel: int, stride: int, pad: int) -> Iterator[str]:
    """A convolution without bias (batch normalization would cancel it), then BatchNorm and Scale in place."""
    yield layer(
        top,
        "Convolution",
        [bottom],
        [top],
        "param {",
        "  lr_mult: 1",
        "}",
        "convolution_param {",
        f"  num_output: {channels}",
        "  bias_term: false",
        *([f"  pad: {pad}"] if pad else []),
        f"  kernel_size: {kernel}",
        *([f"  stride: {stride}"] if stride > 1 else []),
        "  weight_filler {",
        '    type: "msra"',
        "  }",
        "}",
    )
    yield layer(f"bn{suffix}", "BatchNorm", [top], [top])
    yield layer(f"scale{suffix}", "Scale", [top], [top], "scale_param {", "  bias_term: true", "}")


def relu(name: str, blob: str) -> str:
    return layer(name, "ReLU", [blob], [blob])


def block(stage: int, letter: str, channels: int, bottom: str) -> Iterator[str]:
    """A bottleneck: 1x1, 3x3, 1x1; the first block of a stage also has a projection."""
    name = f"{stage}{letter}"
    first = letter == "a"
    stride = 2 if first and stage > 2 else 1
    shortcut = bottom
    if first:
        shortcut = f"res{name}_branch1"
        yield from convolution(f"{name}_branch1", bottom, shortcut, 4 * channels, 1, stride, 0)
    branch = f"{name}_branch2"
    yield from convolution(f"{branch}a", bottom, f"res{branch}a", channels, 1, stride, 0)
    yield relu(f"res{branch}a_relu", f"res{branch}a")
    yield from convolution(f"{branch}b", f"res{branch}a", f"res{branch}b", channels, 3, 1, 1)
    yield relu(f"res{branch}b_relu", f"res{branch}b")
    yield from convolution(f"{branch}c", f"res{branch}b", f"res{branch}c", 4 * channels, 1, 1, 0)
    yield layer(f"res{name}", "Eltwise", [shortcut, f"res{branch}c"], [f"res{name}"])
    yield relu(f"res{name}_relu", f"res{name}")


def body() -> Iterator[str]:
    """The layers between the data and the loss; the last blob is `fc1000`."""
    yield from convolution("_conv1", "data", "conv1", 64, 7, 2, 3)
    yield relu("conv1_relu", "conv1")
    yield layer(
        "pool1",
        "Pooling",
        ["conv1"],
        ["pool1"],
        "pooling_param {",
        "  pool: MAX",
        "  kernel_size: 3",
        "  stride: 2",
        "}",
    )
    bottom = "pool1"
    for stage, blocks, channels in STAGES:
        for letter in "abcdef"[:blocks]:
            yield from block(stage, letter, channels, bottom)
            bottom = f"res{stage}{letter}"
    yield layer(
        "pool5",
        "Pooling",
        [bottom],
        ["pool5"],
        "pooling_param {",
        "  pool: AVE",
        "  global_pooling: true",
        "}",
    )
    yield layer(
        "fc1000",
        "InnerProduct",
        ["pool5"],
        ["fc1000"],
        "param {",
        "  lr_mult: 1",
        "  decay_mult: 1",
        "}",
        "param {",
        "  lr_mult: 2",
        "  decay_mult: 0",
        "}",
        "inner_product_param {",
        "  num_output: 1000",
        "  weight_filler {",
        '    type: "msra"',
        "  }",
        "}",
    )


def data(phase: str) -> str:
    train = phase == "TRAIN"
    return layer(
        "data",
        "Data",
        [],
        ["data", "label"],
        "include {",
        f"  phase: {phase}",
        "}",
        "transform_param {",
        *(["  mirror: true"] if train else []),
        "  crop_size: 224",
        "  mean_value: 104",
        "  mean_value: 117",
        "  mean_value: 123",
        "}",
        "data_param {",
        f'  source: "ilsvrc12_{phase.lower()}_lmdb"',
        f"  batch_size: {32 if train else 25}",
        "  backend: LMDB",
        "}",
    )


def accuracy(name: str, *body: str) -> str:
    return layer(name, "Accuracy", ["fc1000", "label"], [name], "include {", "  phase: TEST", "}", *body)


def train_val() -> str:
    layers = [data("TRAIN"), data("TEST"), *body()]
    layers.append(layer("loss", "SoftmaxWithLoss", ["fc1000", "label"], ["loss"]))
    layers.append(accuracy("accuracy"))
    layers.append(accuracy("accuracy_top5", "accuracy_param {", "  top_k: 5", "}"))
    return 'name: "ResNet-50"\n' + "".join(layers)


def deploy() -> str:
    shape = "input_param { shape { dim: 1 dim: 3 dim: 224 dim: 224 } }"
    layers = [layer("data", "Input", [], ["data"], shape), *body()]
    layers.append(layer("prob", "Softmax", ["fc1000"], ["prob"]))
    return 'name: "ResNet-50"\n' + "".join(layers)


SOLVER = """\
net: "fixtures/resnet50/train_val.prototxt"
# 50,000 validation images in batches of 25
test_iter: 2000
test_interval: 5000
base_lr: 0.05
lr_policy: "multistep"
gamma: 0.1
stepvalue: 150000
stepvalue: 300000
max_iter: 450000
momentum: 0.9
weight_decay: 0.0001
display: 100
snapshot: 10000
snapshot_prefix: "resnet50"
type: "SGD"
solver_mode: GPU
"""


def files() -> dict[Path, str]:
    """The text of each file by its path."""
    return {
        FOLDER / "train_val.prototxt": train_val(),
        FOLDER / "deploy.prototxt": deploy(),
        FOLDER / "solver.prototxt": SOLVER,
    }


def main() -> None:
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
