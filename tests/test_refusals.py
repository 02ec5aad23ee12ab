"""What findings about the schema say: where the error is, and protobuf's own words, compared with those of protoc."""

from __future__ import annotations

import pytest

from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.source import Source
from tests import protoc

_CONV = 'layer { name: "c" type: "Convolution" convolution_param { %s } }'
_POOL = 'layer { name: "p" type: "Pooling" pooling_param { %s } }'


def _message(text: str) -> str:
    """What is said about the only error of the schema."""
    result = check(Source(text, "net.prototxt"), Settings(select=("FLD",), target="bvlc-1.0"))
    assert not result.bugs
    [message] = [each.message for each in result.diagnostics if "rejects the file" in each.message]
    return message


@pytest.mark.parametrize(
    "text",
    [
        _CONV % 'num_output: "8"',
        _CONV % "num_output: eight",
        _CONV % "num_output: 3.0",
        _CONV % "num_output: -1",
        _CONV % "num_output: 99999999999",
        _CONV % "num_output: 0x1ffffffff",
        _CONV % "num_output: [1]",
        _CONV % "num_output { }",
        _CONV % "axis: 1.5",
        _CONV % "axis: - 1.5",
        _CONV % "axis: -3000000000",
        _CONV % 'kernel_size: [3, "3"]',
        _CONV % 'bias_term: "true"',
        _CONV % "bias_term: TRUE",
        _CONV % "bias_term: 2",
        _CONV % "bias_term: 1.0",
        _CONV % "bias_term: -1",
        _CONV % "bias_term: [true]",
        _CONV % "weight_filler { std: 010 }",
        _CONV % "weight_filler { std: -0x10 }",
        _CONV % 'weight_filler { std: "0.1" }',
        _CONV % "weight_filler { std: small }",
        _CONV % "weight_filler { std: [1] }",
        _CONV % "weight_filler { type: xavier }",
        _CONV % "weight_filler { type: 3 }",
        _CONV % "weight_filler { type: -3 }",
        _CONV % 'weight_filler: "xavier"',
        _CONV % "weight_filler: 3",
        _CONV % "weight_filler: -3",
        _CONV % "num_output: 1 num_output: 2",
        _CONV % "weight_filler { } weight_filler { }",
        _CONV % "num_outputs: 1",
        _POOL % 'pool: "AVE"',
        _POOL % "pool: 1.5",
        _POOL % "pool: max",
        _POOL % "pool: 7",
        _POOL % "pool: [MAX]",
        _POOL % "pool { }",
        'layers { name: "p" type: "Pooling" }',
        'name: "a" name: "b"',
        "layer { name: a }",
    ],
)
def test_protobufs_words(text: str) -> None:
    theirs = protoc.refusal(text.encode())
    assert theirs is not None
    assert f"rejects the file: {theirs.message}" in _message(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            _CONV % 'num_output: "8"',
            "num_output in convolution_param of layer 'c' must be a whole number without",
        ),
        (_CONV % "num_output: 3.0", "num_output in convolution_param of layer 'c' must be a whole number, not 3.0"),
        (_CONV % "num_output: -1", "must be a whole number from 0 to 4294967295, not -1"),
        (_CONV % "num_output { }", "must be a single value, not a block"),
        (
            _CONV % "weight_filler: 3",
            "weight_filler in convolution_param of layer 'c' must be a block in braces",
        ),
        (_CONV % 'bias_term: "true"', "must be true or false without quotes"),
        (_POOL % 'pool: "AVE"', "pool in pooling_param of layer 'p' must be AVE without quotes"),
        (_POOL % 'pool: "average"', "must be a name without quotes"),
        ('layers { name: "p" type: "Pool" }', "type in layer 'p' must be a name without quotes"),
        ('layers { name: "p" type: "Pooling" }', "write layer instead of layers for 'p': type: \"Pooling\" in quotes"),
        (
            'layers { type: RELU } layers { type: TANH } layers { type: "Pooling" }',
            "write type: POOLING, without quotes",
        ),
        (
            'layer { type: "ReLU" } layers { type: TANH } layers { type: "Pooling" }',
            "write layer instead of layers for",
        ),
        ('layers { layer { name: "p" type: "pool" pool: "MAX" } }', "pool in layer 'p' must be MAX without quotes"),
        ("layer { name: 3 }", "name in a layer must be a string in quotes, not 3"),
        ("state { level: TOP }", "level in state must be a whole number, not TOP"),
        ("force_backward: yes", "force_backward in the net must be true or false, not yes"),
        (_CONV % "num_output: 1 num_output: 2", "convolution_param of layer 'c' has num_output more than once"),
        (_CONV % "weight_filler { } weight_filler { }", "is specified multiple times. Merge them."),
        (
            'layer { name: "c" type: "Clip" clip_param { min: 0 } }',
            "clip_param of layer 'c' lacks the required field max",
        ),
    ],
)
def test_what_is_wrong_where(text: str, message: str) -> None:
    assert message in _message(text)
