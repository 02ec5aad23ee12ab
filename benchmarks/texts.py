"""Makes or finds the texts to measure: real files, large nets, nets with many branches, and a collection."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf import text_format
from measure import FIXTURES

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.file_kind import ROOT_MESSAGES, kind_of
from bnlint.caffe.schema.messages import dialect_names, schema
from bnlint.prototxt.parser import parse
from bnlint.run import discover
from bnlint.text import files
from bnlint.text.source import Source

SMALL = FIXTURES / "batch-norm" / "with-scale.prototxt"  # without findings
FAULTY = FIXTURES / "example" / "train_val.prototxt"
RESNET = FIXTURES / "resnet50" / "train_val.prototxt"
_STRING = re.compile(r'\b(name|bottom|top): "([^"]+)"')
_LAYER = re.compile(r"^layer \{\n.*?^\}\n", re.MULTILINE | re.DOTALL)
_BATCH_NORM = re.compile(r'(  type: "BatchNorm"\n(?:  (?:bottom|top): .*\n)+)')
_ENOUGH = 2_400_000  # bytes of real files: more only takes longer
_GOLDEN = 0.6180339887498949  # the fractional parts of its multiples are spread evenly, however many there are
_SEED = 20131211  # of the collection, always the same, so that figures can be compared


class Text(NamedTuple):
    """A file in memory, and the message class with which protobuf can read it."""

    source: Source
    message: Any


class RealFiles(NamedTuple):
    """The real files to measure, and a description of them."""

    texts: list[Text]
    description: str


@cache
def real_files(folders: tuple[str, ...]) -> RealFiles:
    """The nets and solvers in `folders` that protobuf can read with some Caffe's schema; without folders the fixtures.

    If there are many, always the same sample: every nth file in the order of size.
    """
    paths = [file.path for file in discover.find(folders or [str(FIXTURES)])]
    sizes = {path: len(files.read(path)) for path in paths}
    step = -(-sum(sizes.values()) // _ENOUGH)
    chosen = sorted(paths, key=lambda path: (sizes[path], path))[step // 2 :: step]
    texts = [text for path in chosen if (text := _readable(path)) is not None]
    megabytes = sum(len(text.source.text) for text in texts) / 1e6
    which = "hand-written fixtures" if not folders else "real files" if step == 1 else f"a sample of {len(paths)}"
    return RealFiles(texts, f"{len(texts)} files, {megabytes:.2f} MB ({which})")


def _readable(path: str) -> Text | None:
    source = Source.from_bytes(files.read(path), path)
    kind = kind_of(parse(source.text))
    for dialect in dialect_names() if kind in ROOT_MESSAGES else ():
        message = message_class(schema(dialect), ROOT_MESSAGES[kind])
        try:
            text_format.Parse(source.text, message())
        except (text_format.ParseError, ValueError):
            continue
        return Text(source, message)
    return None


@cache
def _resnet() -> tuple[list[str], list[str], list[str]]:
    """The layers of ResNet-50: its data layers, its tower, and the layers after the last sum."""
    layers = _LAYER.findall(RESNET.read_text(encoding="utf-8"))
    last = next(n for n, layer in enumerate(layers) if 'bottom: "res5c"' in layer and '"Pooling"' in layer)
    data = sum('type: "Data"' in layer for layer in layers)
    return layers[:data], layers[data:last], layers[last:]


def repeated(size: int) -> str:
    """A net of about `size` characters: ResNet-50 repeated on the same data, under new names."""
    data, tower, _ = _resnet()
    parts = [f'name: "{size} characters"\n', *data]
    length, number = sum(map(len, parts)), 0
    while length < size:
        for layer in tower:
            parts.append(_renamed(layer, f"_{number}"))
            length += len(parts[-1])
            if length >= size:
                break
        number += 1
    return "".join(parts)


def _renamed(layer: str, suffix: str) -> str:
    def renamed(match: re.Match[str]) -> str:
        field, name = match.groups()
        return match[0] if name in ("data", "label") else f'{field}: "{name}{suffix}"'

    return _STRING.sub(renamed, layer)


def residual(blocks: int) -> str:
    """The first blocks of ResNet-50, followed by its loss: 1 block has 5 KB, all 16 have 35 KB."""
    data, tower, tail = _resnet()
    ends = [n for n, layer in enumerate(tower) if re.search(r'name: "res\d[a-f]_relu"', layer)]
    end = ends[min(blocks, len(ends)) - 1]
    top = re.search(r'bottom: "(\w+)"', tower[end])
    assert top is not None
    body = [*data, *tower[: end + 1], *(layer.replace('bottom: "res5c"', f'bottom: "{top[1]}"') for layer in tail)]
    return f'name: "{blocks} blocks"\n' + "".join(body)


def branched(layers: int, branches: int = 200) -> str:
    """A net with this number of layers: data that `branches` chains read, whose ends are concatenated.

    A chain repeats Convolution, BatchNorm, Scale and ReLU, the last three in place. Nets too small for all branches
    have fewer; the layers left over are ReLU.
    """
    text = ['name: "branches"\n', _layer("data", "Input", "", "data", "input_param { shape { dim: 1 dim: 3 } }")]
    quadruples = (layers - 2) // 4
    ends = ["data"] * max(1, min(branches, quadruples))
    for number in range(quadruples):
        branch = number % len(ends)
        top = f"b{branch}_conv{number // len(ends)}"
        body = "convolution_param { num_output: 8 kernel_size: 3 pad: 1 bias_term: false }"
        text.append(_layer(top, "Convolution", ends[branch], top, body))
        text.append(_layer(f"{top}_bn", "BatchNorm", top, top))
        text.append(_layer(f"{top}_scale", "Scale", top, top, "scale_param { bias_term: true }"))
        text.append(_layer(f"{top}_relu", "ReLU", top, top))
        ends[branch] = top
    if quadruples > 0:
        bottoms = '"\n  bottom: "'.join(ends)
        text.append(_layer("concat", "Concat", bottoms, "concat"))
    last = "concat" if quadruples > 0 else "data"
    for number in range(layers - len(text) + 1):
        text.append(_layer(f"relu{number}", "ReLU", last, f"relu{number}"))
        last = f"relu{number}"
    return "".join(text)


def _layer(name: str, kind: str, bottom: str, top: str, body: str = "") -> str:
    lines = [f'  name: "{name}"', f'  type: "{kind}"', f'  bottom: "{bottom}"' if bottom else "", f'  top: "{top}"']
    return "\n".join(["layer {", *(line for line in [*lines, body and f"  {body}"] if line), "}"]) + "\n"


def old_net(pairs: int) -> str:
    """A net of 2014: pairs of convolution and ReLU, 25 lines each."""
    pair = (FIXTURES / "old" / "pair.prototxt").read_text(encoding="utf-8")
    return "".join(pair.replace("_0", f"_{number}") for number in range(pairs))


def collection(folder: Path, count: int, faults: bool = True) -> int:
    """Writes `count` files into `folder`, fifty to a folder, always the same ones. Returns their size in bytes.

    Most are small, as if written by hand; a third have 5 to 20 KB, one in fifty has 50 KB. With `faults`, one in three
    has findings.
    """
    choice = random.Random(_SEED)
    size = 0
    for number in range(count):
        text = f"# {number}\n{_any_text(number * _GOLDEN % 1, choice, faults)}"
        path = folder / f"models{number // 50:03}" / f"net{number:05}.prototxt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        size += len(text)
    return size


def _any_text(kind: float, choice: random.Random, faults: bool) -> str:
    if kind < 0.6:
        return choice.choice(_small(faults))
    if kind < 0.93:
        text = residual(choice.randint(1, 4))
    elif kind < 0.98:
        text = residual(choice.randint(5, 16))
    else:
        text = repeated(50_000)
    if not faults or choice.random() > 1 / 3:
        return text
    return _BATCH_NORM.sub(lambda match: match[1] + "  param { lr_mult: 0 }\n" * 3, text, count=choice.randint(1, 5))


@cache
def _small(faults: bool) -> list[str]:
    """Fixtures of 1 to 3 KB; without `faults` only those without findings."""
    names = ["batch-norm/with-scale", "siamese/train_test"]
    if faults:
        names += ["batch-norm/three-params", "batch-norm/phase-pair", "example/train_val", "old/v1", "old/v0"]
    return [(FIXTURES / f"{name}.prototxt").read_text(encoding="utf-8") for name in names]


def yaml_of(size: int) -> str:
    """YAML of `size` characters with the content of a small net, in which yamllint finds nothing."""
    text, number = "---\nlayer:\n", 0
    while True:
        lines = [f"- name: conv{number}", "  type: Convolution", f"  bottom: relu{number}", f"  top: conv{number}"]
        lines += ["  convolution_param:", "    num_output: 32", "    kernel_size: 3", "    bias_term: false"]
        item = "".join(f"  {line}\n" for line in lines)
        if len(text) + len(item) > size:
            return _filled(text, size)
        text, number = text + item, number + 1


def python_of(size: int) -> str:
    """Python of `size` characters, in which ruff finds nothing."""
    text, number = '"""Layers."""\n', 0
    while True:
        item = f'\n\ndef conv{number}(bottom: str) -> dict[str, object]:\n    top = "conv{number}"\n'
        item += '    return {"bottom": bottom, "top": top, "num_output": 32, "bias_term": False}\n'
        if len(text) + len(item) > size:
            return _filled(text, size)
        text, number = text + item, number + 1


def _filled(text: str, size: int) -> str:
    """The text, followed by comments so that it has `size` characters, or a few more."""
    while len(text) + 60 <= size:
        text += f"# {'-' * 55}\n"
    return text + f"# {'-' * max(1, size - len(text) - 3)}\n"


def paths(folder: Path) -> Iterator[Path]:
    """The files of a collection, in order."""
    return iter(sorted(folder.rglob("*.prototxt")))
