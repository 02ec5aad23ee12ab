"""The Caffes that a file may be for; what is said and fixed holds for all of them."""

from __future__ import annotations

from functools import cache
from itertools import combinations, islice
from typing import TYPE_CHECKING

import pytest

from bnlint.caffe.evidence import Evidence
from bnlint.caffe.net.read import read_net
from bnlint.caffe.schema import messages, vocabulary
from bnlint.caffe.schema.messages import Schema
from bnlint.caffe.schema.validate import validate
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.result import Result
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.text.edits import Applicability
from bnlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = messages.dialect_names()
UNKNOWN_TYPES = set(vocabulary.names_of(vocabulary.UNKNOWN_TYPES))
DATA = 'layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "x" batch_size: 32 } }\n'
CONVOLUTION = (
    'layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" '
    "convolution_param { num_output: 8 kernel_size: 3 } }\n"
)
LOSS = (
    'layer { name: "fc" type: "InnerProduct" bottom: "conv" top: "fc" inner_product_param { num_output: 2 } }\n'
    'layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }\n'
)
TRIPLE = "param { lr_mult: 0 } " * 3
BATCH_NORM = 'layer {{ name: "bn" type: "BatchNorm" bottom: "conv" top: "conv" {} }}\n'
SCALE = 'layer { name: "scale" type: "Scale" bottom: "conv" top: "conv" scale_param { bias_term: true } }\n'


def net(batch_norm: str, scale: str = SCALE) -> str:
    return DATA + CONVOLUTION + BATCH_NORM.format(batch_norm) + scale + LOSS


NETS = {
    "triple": net(TRIPLE),
    "rates": net("param { lr_mult: 1 decay_mult: 1 } " * 3),
    "one param": net("param { lr_mult: 1 }"),
    "no param": net(""),
    "no scale": net(TRIPLE, ""),
    "statistics in TRAIN": net("batch_norm_param { use_global_stats: true }"),
    "batch statistics": net("batch_norm_param { use_global_stats: false }"),
    "pair": net("batch_norm_param { use_global_stats: false } include { phase: TRAIN }")
    + BATCH_NORM.format("batch_norm_param { use_global_stats: true } include { phase: TEST }"),
    "input fields": 'input: "data"\ninput_dim: 1\ninput_dim: 3\ninput_dim: 8\ninput_dim: 8\n' + CONVOLUTION,
    "V1": 'layers { name: "pool" type: POOLING bottom: "data" top: "pool" pooling_param { kernel_size: 2 } }\n',
    "fillers": net("batch_norm_param { scale_filler { value: 1 } bias_filler { value: 0 } }", ""),
    "BN": DATA
    + CONVOLUTION
    + 'layer { name: "bn" type: "BN" bottom: "conv" top: "conv" bn_param { slope_filler { value: 1 } } }\n'
    + LOSS,
}


def linted(text: str, *caffes: str) -> Result:
    """The lint of a text whose repository shows these Caffes."""
    return check(Source(text), Settings(evidence=Evidence(caffes, "repository")))


@cache
def alone(name: str, caffe: str) -> dict[tuple[object, ...], tuple[bool, object]]:
    """What is found in a net for one Caffe: rule, span and message, with whether the fix is safe, and its edits."""
    result = check(Source(NETS[name]), Settings(dialect=caffe))
    return {
        (each.rule, each.span): (
            each.fix is not None and each.fix.applicability is Applicability.SAFE,
            each.fix and each.fix.edits,
        )
        for each in result.diagnostics
    }


def different() -> list[str]:
    """A Caffe for each way to treat batch normalization, its defaults, and formats."""
    parts = vocabulary.trait_groups(vocabulary.ALL)
    parts = [part for whole in parts for part in vocabulary.default_groups(whole, "BatchNormParameter")]
    parts = [part for whole in parts for part in vocabulary.format_groups(whole)]
    return [vocabulary.names_of(part)[0] for part in parts]


def holds_for_all(name: str, caffes: tuple[str, ...]) -> None:
    result = linted(NETS[name], *caffes)
    fitting = [caffe for caffe in caffes if caffe in result.origin.caffes]
    assert fitting or result.origin.shown != "repository"
    for each in result.diagnostics:
        for caffe in fitting:
            known = alone(name, caffe).get((each.rule, each.span))
            assert known is not None, (each, caffe)
            if each.fix is not None and each.fix.applicability is Applicability.SAFE:
                assert known == (True, each.fix.edits), (each, caffe)


@pytest.mark.parametrize("name", NETS)
def test_two_caffes(name: str) -> None:
    """No finding and no safe fix depends on a trait in which two Caffes differ."""
    for pair in combinations(different(), 2):
        holds_for_all(name, pair)


@pytest.mark.parametrize("name", NETS)
def test_three_caffes(name: str, request: pytest.FixtureRequest) -> None:
    triples = list(combinations(different(), 3))
    for triple in triples if request.config.getoption("--all") else triples[::29]:
        holds_for_all(name, triple)


@pytest.mark.parametrize("name", NETS)
def test_fixed_texts_are_fixed_for_each(name: str) -> None:
    """What is fixed for two Caffes is what each of them alone would fix, and nothing is left over."""
    for pair in combinations(different()[::3], 2):
        settings = Settings(evidence=Evidence(pair, "repository"))
        fixed = fix(Source(NETS[name]), settings)
        assert not fixed.result.bugs
        assert not fix(fixed.source, settings).applied
        rules = tuple({id for id, _ in fixed.applied})
        for caffe in fixed.original.origin.caffes if rules else ():
            single = fix(Source(NETS[name]), Settings(rules, dialect=caffe))
            assert set(fixed.applied) <= set(single.applied), caffe


# ---- files that only one Caffe reads


def paths(schema: Schema) -> dict[str, list[str]]:
    """The fields that lead from a net to each message."""
    known: dict[str, list[str]] = {"NetParameter": []}
    waiting = ["NetParameter"]
    while waiting:
        message = waiting.pop(0)
        for field in schema.messages[message].fields.values():
            if field.kind == "message" and field.type not in known:
                known[field.type] = [*known[message], field.name]
                waiting.append(field.type)
    return known


def written(path: list[str], inner: str) -> str:
    for name in reversed(path):
        inner = f"{name} {{ {inner} }}"
    return inner + "\n"


def candidates(caffe: str) -> Iterator[str]:
    """Texts with a name that only this Caffe seems to have."""
    schema, mask = messages.schema(caffe), vocabulary.mask_of((caffe,))
    for type_ in schema.layer_types or ():
        if vocabulary.type_mask(type_) & ~vocabulary.UNKNOWN_TYPES == mask and "LayerParameter" in paths(schema):
            yield f'layer {{ name: "a" type: "{type_}" }}\n'
    for message, path in paths(schema).items():
        for field in schema.messages[message].fields.values():
            masks = [own for _, own in vocabulary.field_variants(message, field.name)]
            if masks == [mask] and path and path[0] in ("layer", "layers"):
                value = "{ }" if field.kind == "message" else f": {next(iter(field.values))}" if field.values else ": 1"
                if field.type in ("string", "bytes"):
                    value = ': "x"'
                yield written(path, f"{field.name}{'' if value[0] == ':' else ' '}{value}")


def readers(text: str) -> list[str]:
    """The Caffes that accept a text, by their schemas and layer types."""
    document = parse(text)
    types = {layer.type for layer in read_net(document, messages.schema()).layers if layer.type}
    return [
        name
        for name, schema in ((name, messages.schema(name)) for name in NAMES)
        if (schema.layer_types is None or types <= schema.layer_types)
        and all(error.kind == "required" for error in validate(document.items, "NetParameter", schema))
    ]


def own_names(caffe: str) -> str:
    """A text that only this Caffe accepts; empty if it has no names of its own."""
    texts = islice(candidates(caffe), 40)
    return next((text for text in texts if set(readers(text)) - UNKNOWN_TYPES in ({caffe}, set())), "")


OWN = {name: text for name in NAMES if (text := own_names(name))}


@pytest.mark.parametrize("name", OWN)
def test_a_file_that_only_one_caffe_reads_is_for_it(name: str) -> None:
    origin = check(Source(OWN[name]), Settings()).origin
    known = [caffe for caffe in origin.caffes if caffe not in UNKNOWN_TYPES - {name}]
    assert (known, origin.shown, origin.private) == ([name], "file", False)


def test_most_forks_have_a_name_of_their_own() -> None:
    assert len(OWN) > len(NAMES) // 2
    assert not {"bvlc-1.0"} & OWN.keys()


# ---- Caffes that are not known

PRIVATE = 'layer { name: "warp" type: "QuuxWarp" bottom: "conv" top: "warp" }\n'
#: A layer that only Caffes with masked statistics have, and Input.
NEW = 'layer { name: "clip" type: "Clip" bottom: "conv" top: "clip" clip_param { min: 0 max: 6 } }\n'


@pytest.mark.parametrize("name", [name for name in NETS if name != "V1"])
@pytest.mark.parametrize("evidence", [None, Evidence(("bvlc-1.0", "jolibrain"), "repository", private=True)])
def test_names_of_a_caffe_that_is_not_known_tell_nothing_about_its_traits(name: str, evidence: Evidence | None) -> None:
    """Nothing depends on how it treats its batch normalization, or on the formats that it reads."""
    text = NETS[name] + PRIVATE + NEW
    result = check(Source(text), Settings(evidence=evidence))
    assert result.origin.private
    able = [caffe for caffe in NAMES if caffe not in UNKNOWN_TYPES and read_alike(name, caffe)]
    for each in result.diagnostics:
        if each.fix is not None and each.fix.applicability is Applicability.SAFE:
            for caffe in able:
                assert alone(name, caffe).get((each.rule, each.span), (False,))[0], (each, caffe)


def read_alike(name: str, caffe: str) -> bool:
    """Whether a Caffe has all names of a net."""
    return caffe in readers(NETS[name])


@pytest.mark.parametrize(
    ("text", "rule"),
    [(NETS["triple"], "BN201"), (NETS["statistics in TRAIN"], "BN201"), (NETS["input fields"], "OLD104")],
)
def test_what_only_known_caffes_do_is_not_said_of_one_that_is_not_known(text: str, rule: str) -> None:
    known, private = (check(Source(each), Settings()) for each in (text + NEW, text + NEW + PRIVATE))
    assert (known.origin.private, private.origin.private) == (False, True)
    assert rule not in {each.rule for each in private.diagnostics}
    assert rule == "BN201" or rule in {each.rule for each in known.diagnostics}


def test_states_of_a_caffe_that_is_not_known_are_checked() -> None:
    rule = "include { phase: TRAIN } "
    data = 'layers { name: "data" type: DATA top: "data" top: "label" ' + rule + "}\n"
    layer = 'layers { name: "a" type: POOLING bottom: "dat" top: "a" pooling_param { kernel_size: 2 } }\n'
    own = 'layers { name: "b" type: TOPK bottom: "a" top: "b" topk_param { } }\n'
    result = check(Source(data + layer + own), Settings())
    assert result.origin.private
    assert "NET101" in {each.rule for each in result.diagnostics}
