"""Reads from the sources of a Caffe what its schema does not say: how it treats BatchNorm, and what its loader does."""

from __future__ import annotations

import re

from bnlint._generated.schema_legacy import V1_TYPES
from bnlint.caffe.proto import cpp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Facts = dict[str, object]

#: What a file with something to read has in it.
WORDS = (b"BatchNormLayer", b"UpgradeNetAsNeeded", b"UpgradeSolverAsNeeded", b"ReadProtoFromTextFile")
_CLASS_OF_BATCH_NORM = re.compile(r"REGISTER_LAYER_CLASS\w*\s*\(\s*BatchNorm\s*\)")
_ZERO = r"(?:\w+\s*\(\s*)?-?0(?:\.0*)?f?\s*\)"
_MASKS = re.compile(rf"set_lr_mult\s*\(\s*{_ZERO}")
_REFUSES = re.compile(rf"CHECK(?:_EQ|\s*\()[^;]{{0,200}}\blr_mult\s*\(\s*\)\s*(?:,|==)\s*{_ZERO}")
_RESIZED = re.compile(r"blobs_\s*\.\s*resize\s*\(\s*(\w+)\s*\)")
_OF_BATCH = re.compile(r"if\s*\(\s*!\s*use_global_stats_\s*\)\s*\{")
_OF_STORED = re.compile(r"if\s*\(\s*use_global_stats_\s*\)\s*\{")
_ELSE = re.compile(r"\}\s*else\s*\{")
_SQUARED = re.compile(r"caffe_(?:powx|sqr|mul)\b")
_BUFFER = re.compile(r"(\w+_)\s*\.\s*(?:mutable_)?cpu_data\b")
_ALLOCATED = re.compile(r"(\w+_)\s*\.\s*Reshape")
_DROPS = re.compile(r"clear_param\s*\(")
_ALLOWS = re.compile(r"AllowUnknownField\s*\(\s*(\w+)\s*\)")
_BECOMES = re.compile(r"((?:case\s+V1LayerParameter_LayerType_\w+\s*:\s*)+)return\s*\"([^\"]*)\"")
_VALUE = re.compile(r"LayerType_(\w+)")
_STEPS = {
    "v0": ("NetNeedsV0ToV1Upgrade", "NetNeedsUpgrade"),
    "data_transform": ("NetNeedsDataUpgrade",),
    "v1": ("NetNeedsV1ToV2Upgrade",),
    "input": ("NetNeedsInputUpgrade",),
    "batch_norm": ("NetNeedsBatchNormUpgrade",),
    "solver_type": ("SolverNeedsTypeUpgrade",),
}


def batch_norm(texts: list[str], types: frozenset[str] | None) -> Facts:
    """What some texts (as of `cpp.code`) show of BatchNormTraits; what they do not show is left out.

    Where a Caffe has several implementations of BatchNorm, none of their code is read: which one runs depends on how
    it is built.
    """
    if types is not None and "BatchNorm" not in types:
        return {"has_batch_norm_layer": False}
    facts: Facts = {} if types is None else {"has_batch_norm_layer": True}
    upgrade = _upgrade(texts)
    if upgrade:
        facts["upgrade"] = upgrade
    if any(map(_CLASS_OF_BATCH_NORM.search, texts)):
        facts |= _of_layer(texts)
    return facts


def _of_layer(texts: list[str]) -> Facts:
    """What LayerSetUp and Forward_cpu of the only implementation show."""
    setups = cpp.functions(texts, "LayerSetUp", "BatchNormLayer")
    forwards = cpp.functions(texts, "Forward_cpu", "BatchNormLayer")
    if len(setups) != 1:
        return {}
    facts: Facts = {}
    setup = setups[0]
    masks, refuses = _MASKS.search(setup), _REFUSES.search(setup)
    always = all(_always(setup, match.start()) for match in (masks, refuses) if match)
    speaks = [text for text in texts if "BatchNormLayer" in text and "lr_mult" in text and setup in text]
    if ((masks or refuses) and always) or not speaks:
        facts = {"masks_statistics": bool(masks), "refuses_nonzero_lr": bool(refuses)}
        facts |= {"masks_by_engine": {}, "refuses_by_engine": {}, "statistics_decay": ""}  # follows from these
    if _RESIZED.findall(setup) == ["3"]:
        facts |= {"own_affine": "never", "affine_by_default": (), "affine_fields": ()}
        facts["blobs"] = ("mean", "variance", "factor")
    if len(forwards) == 1 and "use_global_stats()" in setup and "use_global_stats_" in forwards[0]:
        facts["use_global_stats"] = "read"
        if _computes_variance(forwards[0], setup, cpp.functions(texts, "Reshape", "BatchNormLayer")):
            facts["batch_statistics"] = "computed"
    return facts


def _always(setup: str, position: int) -> bool:
    """Whether a statement is reached whatever the layer says, but for the number of its `param`."""
    heads = cpp.heads(setup, position)
    return all(head == "else" or head.startswith(("for", "while")) or "param_size" in head for head in heads)


def _computes_variance(forward: str, setup: str, reshapes: list[str]) -> bool:
    """Whether a layer with the batch's own statistics surely works: the variance is computed, and all buffers exist."""
    own = [cpp.body(forward, match.end() - 1) for match in _OF_BATCH.finditer(forward)]
    for match in _OF_STORED.finditer(forward):
        end = match.end() + len(cpp.body(forward, match.end() - 1))
        other = _ELSE.match(forward, end)
        own += [cpp.body(forward, other.end() - 1)] if other else []
    allocated = {name for text in (setup, *reshapes) for name in _ALLOCATED.findall(text)}
    computed = any("variance_.mutable_cpu_data()" in part and _SQUARED.search(part) for part in own)
    return computed and set(_BUFFER.findall(forward)) <= allocated


def _upgrade(texts: list[str]) -> str:
    """What the loader does to three `param` of a BatchNorm; empty where it is not to be seen."""
    loads = cpp.functions(texts, "UpgradeNetAsNeeded")
    if len(loads) != 1:
        return ""
    if "UpgradeNetBatchNorm" not in loads[0]:
        return "none" if "BatchNorm" not in loads[0] else ""
    bodies = cpp.functions(texts, "UpgradeNetBatchNorm")
    if len(bodies) != 1:
        return ""
    drops, zeroes = bool(_DROPS.search(bodies[0])), bool(_MASKS.search(bodies[0]))
    return "" if drops == zeroes else "clears" if drops else "zeroes"


def formats(texts: list[str], types: frozenset[str] | None, fields: Mapping[str, Iterable[str]]) -> Facts:
    """What texts, and the names of the fields of each message, show of FormatTraits; the rest is left out."""
    net, layer = fields.get("NetParameter", ()), fields.get("V1LayerParameter", ())
    facts: Facts = {"reads_v0": "layer" in layer, "reads_v1": "layers" in net, "reads_v2": "layer" in net}
    loads = cpp.functions(texts, "UpgradeNetAsNeeded")
    if len(loads) == 1:
        loads += cpp.functions(texts, "UpgradeSolverAsNeeded")
        steps = [step for step, names in _STEPS.items() if any(name in body for body in loads for name in names)]
        facts["upgrades_on_load"] = tuple(steps)
        facts["reads_v0"] = "layer" in layer and "v0" in steps
        facts["reads_v1"] = "layers" in net and ("layer" not in net or "v1" in steps)
    if types is not None:
        facts["has_input_layer"] = "Input" in types
    readers = [body for body in cpp.functions(texts, "ReadProtoFromTextFile") if "TextFormat" in body]
    if len(readers) == 1:
        allows = _ALLOWS.search(readers[0])
        if allows is None or allows[1] in ("true", "false"):
            facts["tolerates_unknown_fields"] = allows is not None and allows[1] == "true"
    return facts


def v1_types(codes: Iterable[str], values: Iterable[str]) -> dict[str, str | None]:
    """The layer types that the upgrade makes of V1's values (of `values`) where BVLC Caffe's does not do the same.

    None for those on which it aborts. The texts are those of `cpp.code` with strings. Empty where there is no upgrade.
    """
    bodies = cpp.functions(codes, "UpgradeV1LayerType")
    if len(bodies) != 1:
        return {}
    becomes = {value: name for cases, name in _BECOMES.findall(bodies[0]) for value in _VALUE.findall(cases)}
    return unlike_bvlc(becomes, values)


def unlike_bvlc(becomes: Mapping[str, str], values: Iterable[str]) -> dict[str, str | None]:
    """The layer types that V1's values become, where BVLC Caffe does not have the value, or makes another of it."""
    return {
        value: becomes.get(value) or None
        for value in values
        if V1_TYPES.get(value, "unknown") != becomes.get(value, "") or (value not in becomes and value not in V1_TYPES)
    }
