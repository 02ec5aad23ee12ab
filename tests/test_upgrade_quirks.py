"""The quirks of Caffe's upgrade, each as a small text and its upgrade; and generated old nets in odd spellings."""

from __future__ import annotations

import re

import pytest
from google.protobuf import text_format
from hypothesis import given, settings
from hypothesis import strategies as st

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema.messages import dialect_names, schema
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.run.upgrade_files import upgrade_source
from bnlint.text.source import Source
from tests.test_upgrade_text import comments

REWRITES = {
    "rates are zipped to the length of the longest": (
        'layers { name: "c" type: CONVOLUTION blobs_lr: [1, 2] weight_decay: 1 param: "w" }',
        'layer { name: "c" type: "Convolution" param { name: "w" lr_mult: 1 decay_mult: 1 } param { lr_mult: 2 } }',
    ),
    "share modes alone make param blocks": (
        'layers { name: "c" type: CONVOLUTION blob_share_mode: [STRICT, PERMISSIVE] }',
        'layer { name: "c" type: "Convolution" param { share_mode: STRICT } param { share_mode: PERMISSIVE } }',
    ),
    "a missing type stays missing, NONE becomes empty": (
        'layers { name: "c" type: NONE }\nlayers { name: "d" }',
        'layer { name: "c" type: "" }\nlayer { name: "d" }',
    ),
    "an enum by its number": ("layers < type: 14 >", 'layer < type: "InnerProduct" >'),
    "a mixed file": (
        'layer { name: "a" type: "ReLU" bottom: "x" top: "x" }\nlayers { name: "c" type: RELU bottom: "x" top: "y" }',
        'layer { name: "a" type: "ReLU" bottom: "x" top: "x" }\nlayer { name: "c" type: "ReLU" bottom: "x" top: "y" }',
    ),
    "a moved value replaces the old one; all data layers get both messages": (
        'layers {\n  name: "d"\n  type: DATA\n  transform_param { scale: 2 mirror: true } # t\n'
        '  data_param {\n    source: "x"\n    scale: 0.5 # half\n  }\n}\nlayers { type: WINDOW_DATA }\n',
        'layer {\n  name: "d"\n  type: "Data"\n  # half\n  transform_param { scale: 0.5 mirror: true } # t\n'
        '  data_param {\n    source: "x"\n  }\n}\nlayer { type: "WindowData" transform_param { } '
        "window_data_param { } }\n",
    ),
    "data layers without transformation fields stay": (
        "layers { type: MEMORY_DATA memory_data_param { batch_size: 1 } }",
        'layer { type: "MemoryData" memory_data_param { batch_size: 1 } }',
    ),
    "input_shape beats input_dim; surplus values are dropped": (
        'input: "a" # A\ninput_shape { dim: 1 }\ninput_shape { dim: 2 }\ninput_dim: 7\n'
        'layer { name: "r" type: "ReLU" bottom: "a" top: "b" }\n',
        'layer {\n  name: "input"\n  type: "Input"\n  top: "a" # A\n  input_param {\n    shape {\n      dim: 1\n'
        '    }\n  }\n}\nlayer { name: "r" type: "ReLU" bottom: "a" top: "b" }\n',
    ),
    "each comment of input fields stays with its value": (
        (
            'input: "data" # the input\n'
            "# batch and so on\n"
            "input_dim: 1 # batch\n"
            "input_dim: 3 input_dim: 8 # height\n"
            "input_dim: [ # width\n"
            "  8 # eight\n"
            "]\n"
            'layer { name: "r" type: "ReLU" bottom: "data" top: "data" }\n'
        ),
        (
            "layer {\n"
            '  name: "input"\n'
            '  type: "Input"\n'
            '  top: "data" # the input\n'
            "  input_param {\n"
            "    shape {\n"
            "      # batch and so on\n"
            "      dim: 1 # batch\n"
            "      dim: 3\n"
            "      dim: 8 # height\n"
            "      # width\n"
            "      dim: 8 # eight\n"
            "    }\n"
            "  }\n"
            "}\n"
            "\n"
            'layer { name: "r" type: "ReLU" bottom: "data" top: "data" }\n'
        ),
    ),
    "inputs without any shape are just removed": (
        'input: "a" # A\nlayer { type: "ReLU" }\n',
        '# A\nlayer { type: "ReLU" }\n',
    ),
    "input_dim without input stays": ('input_dim: 1\nlayer { type: "ReLU" }\n',) * 2,
    "solver_type by number, and a net in a solver": (
        "net_param {\n  layers { type: RELU }\n}\nsolver_type: 3 # why\nbase_lr: 1\n",
        'net_param {\n  layer { type: "ReLU" }\n}\ntype: "RMSProp" # why\nbase_lr: 1\n',
    ),
    "a padding layer is folded; its comments stay": (
        'layers {\n  layer {\n    name: "p" # padded\n    type: "padding"\n    pad: 2\n  }\n'
        '  bottom: "d"\n  top: "p"\n}\n'
        'layers {\n  layer {\n    name: "c"\n    type: "conv"\n    num_output: 3 # N\n    kernelsize: 5\n    pad: 1\n'
        '    blobs_lr: 1.\n  }\n  bottom: "p"\n  top: "c"\n}\ninput: "d"\n',
        '# padded\nlayer {\n  name: "c"\n  type: "Convolution"\n  bottom: "d"\n  top: "c"\n  param {\n    lr_mult: 1.\n'
        "  }\n  convolution_param {\n    num_output: 3 # N\n    kernel_size: 5\n    pad: 2\n  }\n}\n",
    ),
    "what Caffe drops stays as a comment": (
        'state { phase: TEST } # s\nlayers {\n  layer { name: "c" type: "relu" batchsize: 3 }\n'
        "  include {\n    phase: TEST # i\n  }\n}\n",
        '# dropped by Caffe\'s upgrade: state { phase: TEST }\n# s\nlayer {\n  name: "c"\n  type: "ReLU"\n'
        "  # dropped by Caffe's upgrade: batchsize: 3\n  # dropped by Caffe's upgrade: include { phase: TEST }\n"
        "  # i\n}\n",
    ),
    "an unneeded triple of param is removed": (
        'layer { name: "d" type: "Input" top: "x" input_param { shape { dim: [1, 3, 8, 8] } } }\n'
        'layer { name: "bn" type: "BatchNorm" bottom: "x" top: "y" param { lr_mult: 0 } param { lr_mult: 0 } '
        "param { lr_mult: 0 } }\n",
        'layer { name: "d" type: "Input" top: "x" input_param { shape { dim: [1, 3, 8, 8] } } }\n'
        'layer { name: "bn" type: "BatchNorm" bottom: "x" top: "y" }\n',
    ),
    "CRLF and tabs": (
        'layers {\r\n\tname: "c"\r\n\ttype: CONVOLUTION\r\n\tblobs_lr: 1 # w\r\n\tblobs_lr: 2\r\n}',
        'layer {\r\n\tname: "c"\r\n\ttype: "Convolution"\r\n\tparam {\r\n\t\tlr_mult: 1 # w\r\n\t}\r\n'
        "\tparam {\r\n\t\tlr_mult: 2\r\n\t}\r\n}",
    ),
    "an unknown field is kept": (
        "# bnlint: dialect=bvlc-1.0\nlayers { type: RELU secret_param { x: 1 } }",
        '# bnlint: dialect=bvlc-1.0\nlayer { type: "ReLU" secret_param { x: 1 } }',
    ),
}
REFUSALS = {
    "too few dimensions": (
        'input: "a" input: "b" input_dim: 1\nlayer { }',
        "2 `input` fields need 8 `input_dim` fields, but there is 1",
    ),
    "too few shapes": (
        'input: "a" input: "b" input_shape { dim: 1 }\nlayer { }',
        "2 `input` fields need 2 `input_shape` fields, but there is 1",
    ),
    "an unknown V1 type": ("layers { type: SECRET }", "1:10: unknown V1 layer type SECRET"),
    "an unknown V0 type": ('layers { layer { type: "secret" } }', "Unknown layer name: secret"),
    "padding before a layer that cannot pad": (
        'input: "d" layers { layer { type: "padding" } bottom: "d" top: "p" } '
        'layers { layer { type: "relu" } bottom: "p" top: "r" }',
        "Padding layer input to non-convolutional / non-pooling layer type relu",
    ),
    "both fields for the type of a solver": ('solver_type: ADAM type: "SGD" base_lr: 1', "cannot be both specified"),
    "a syntax error": ("layers { type: RELU", "1:"),
    "a template": ("layers { name: ${NAME} type: RELU }", "a template: ${NAME}"),
}


@pytest.mark.parametrize(("before", "after"), REWRITES.values(), ids=REWRITES)
def test_rewrite(before: str, after: str) -> None:
    settings = Settings(dialect="bvlc-1.0")  # a Caffe with a field of its own need not read today's format
    result = upgrade_source(Source(before), settings)
    assert (result.refused, result.bugs) == ([], [])
    assert result.source is not None and result.source.text == after
    assert not upgrade_source(result.source, settings).steps


@pytest.mark.parametrize(("text", "message"), REFUSALS.values(), ids=REFUSALS)
def test_refusal(text: str, message: str) -> None:
    result = upgrade_source(Source(text))
    assert not result.bugs and not result.steps
    assert message in "\n".join(result.refused)


OWN_TYPES = [(name, enum, type_) for name in dialect_names() for enum, type_ in schema(name).v1_types.items()]


@pytest.mark.parametrize(("name", "enum", "type_"), OWN_TYPES)
def test_types_of_forks(name: str, enum: str, type_: str | None) -> None:
    """A fork's own V1 type becomes the fork's layer type; its upgrade aborts on one for which it has none."""
    text = f"# bnlint: dialect={name}\nlayers {{ type: {enum} }}\n"
    (layer,) = read_net(parse(text), schema(name)).layers
    assert layer.type == (enum if type_ is None else type_)
    result = upgrade_source(Source(text))
    assert not result.bugs
    if schema(name).formats.reads_v2 is False:
        assert result.source is None or result.source.text == text
    elif type_ is None:
        assert result.refused == [f"Unknown V1LayerParameter layer type: {enum}"]
    else:
        assert result.source is not None
        assert result.source.text == text.replace("layers", "layer").replace(enum, f'"{type_}"')


def test_all_syntax_errors_are_listed() -> None:
    assert len(upgrade_source(Source("layers { type: }\nlayers { name }\nlayers { }\n")).refused) == 2


def test_keep_dropped() -> None:
    """Fields that V1 has stay; the others still become comments."""
    text = 'state { phase: TEST }\nlayers { layer { name: "c" type: "relu" batchsize: 3 } include { phase: TEST } }\n'
    result = upgrade_source(Source(text), keep_dropped=True)
    assert result.source is not None and not result.bugs
    assert [(dropped.name, dropped.kept) for dropped in result.dropped] == [
        ("state", True),
        ("batchsize", False),
        ("include", True),
    ]
    assert result.source.text.startswith("state { phase: TEST }\nlayer {")
    assert "include { phase: TEST }" in re.sub("#.*", "", result.source.text)


def test_as_protobuf_reads_it() -> None:
    """protobuf's own parser reads the upgraded texts above."""
    for name, (_, after) in REWRITES.items():
        if "solver" not in name and "unknown" not in name:
            text_format.Parse(after, message_class(schema())())


GAPS = [" ", " ", "\n", "\n  ", "\t", "\r\n", " # a\n", "\n# b\n", " # c\r\n"]
V1_FIELDS = [
    "type: CONVOLUTION", "type: DATA", "type: IMAGE_DATA", "type: 18", "blobs_lr: 1", "blobs_lr: [1, 2]",
    "blobs_lr: 2;", "weight_decay: .5,",
    "weight_decay: [1, 0]", 'param: "w"', "param: ['a' 'b', \"c\"]", "blob_share_mode: PERMISSIVE",
    'bottom: "x"', 'top: "y"', "include { phase: TEST }", "include < phase: TRAIN >", "loss_weight: 1",
    "convolution_param { num_output: 1 }", "data_param { scale: .5 mirror: true }", 'data_param: { source: "s" }',
    "data_param { mean_file: 'm' crop_size: 3 batch_size: 1 }", "transform_param { scale: 3 }", "transform_param { }",
    "image_data_param < scale: 2 >", "secret: 1",
]  # fmt: skip
V0_FIELDS = [
    'type: "conv"', 'type: "data"', 'type: "pool"', 'type: "relu"', 'type: "innerproduct"', "num_output: 3", "pad: 1",
    "kernelsize: 3", "biasterm: false", "weight_filler { type: 'xavier' }", "stride: 2", "pool: AVE", "source: 's'",
    "blobs_lr: [1, 2]", "blobs_lr: 1", "weight_decay: 1;", "scale: .5", "cropsize: 3", "batchsize: 4", "mirror: true",
    "rand_skip: 1", "new_num: 3", "det_fg_threshold: .5", "meanfile: 'm'", "dropout_ratio: .3",
]  # fmt: skip
NET_FIELDS = ['name: "n"', 'input: "x"', "input_dim: [1, 2, 3, 4]", "input_shape { dim: 1 }", "force_backward: true",
              "state { phase: TEST }", "debug_info: true"]  # fmt: skip


def key(field: str) -> str:
    return re.split(r"[ :]", field)[0]


@st.composite
def nets(draw: st.DrawFn) -> str:
    """A net of a few V1 layers, or of V0 layers inside connections, with any white space and comments."""
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=1, max_size=7))
    words: list[str] = []

    def fields(choices: list[str], most: int) -> list[str]:
        chosen: dict[str, str] = {}
        for field in draw(st.lists(st.sampled_from(choices), max_size=most)):
            repeated = key(field) in ("blobs_lr", "weight_decay", "param", "input", "bottom", "top")
            chosen[field if repeated else key(field)] = field
        return list(chosen.values())

    old = draw(st.booleans())
    words += fields(NET_FIELDS, 3)
    for number in range(draw(st.integers(1, 3))):
        left, right = draw(st.sampled_from([("{", "}"), ("<", ">")]))
        words.append(f"layers {left}")
        if old:
            words += fields(["include { phase: TEST }", 'bottom: "x"', "loss_weight: 1"], 1)
            words += [f"layer {left}", f'name: "l{number}"', *fields(V0_FIELDS, 7), right]
            words += fields(['top: "y"', 'bottom: "x"', "exclude { }"], 2)
        else:
            words += [f'name: "l{number}"', *fields(V1_FIELDS, 8)]
        words.append(right)
    words += fields(NET_FIELDS, 2)
    return "".join(word + gaps[n % len(gaps)] for n, word in enumerate(words))


@settings(max_examples=300)
@given(nets())
def test_generated(text: str) -> None:
    """The proof accepts each rewrite, no comment is lost, and a second run changes nothing."""
    result = upgrade_source(Source(text))
    assert not result.bugs, result.bugs
    if not result.refused:
        assert result.source is not None
        assert comments(result.source.text) == comments(text)
        assert not upgrade_source(result.source).steps
