"""Plan: how Caffe builds all layers of equal content: the rule for their shapes, and what it checks around it."""

from __future__ import annotations

from bnlint.caffe.net.content import ParamSpec
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.shapes import forks
from bnlint.caffe.shapes.counts import tops_made, wrong_count
from bnlint.caffe.shapes.dims import DIFF, SIGFPE, Refused, count, failed_op
from bnlint.caffe.shapes.fields import NO_FILE, Fields, Unreadable, weigh
from bnlint.caffe.shapes.types import BLIND, ENGINES, INNER_ENGINES, PARTIAL, RULES, SHARING
from bnlint.caffe.shapes.weights import written_weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.layer_types import LayerType
    from bnlint.caffe.schema.messages import Schema
    from bnlint.caffe.shapes.dims import Shape
    from bnlint.caffe.shapes.fields import BlindRule, Made, Missing, Rule

    Shapes = tuple[Shape | None, ...]
    #: The shapes of tops and parameters; why Caffe refuses the layer before it looks at its tops, and after that.
    #: Whether a top is empty.
    Outcome = tuple[Shapes, Shapes | None, tuple["Refusal", ...], tuple["Refusal", ...], bool]

_LAYER = "\0"  # stands for the name of the layer, which layers of equal content do not share
_ENGINE = f"Layer {_LAYER} has unknown engine."
_STATISTICS = 3


class Refusal:
    """Why Caffe refuses to build a layer.

    `text` is its message. `about` says what it is about: ``shape`` (what the layer demands of its bottoms, its
    settings and its fillers), ``crash`` (a division by zero), ``bottoms`` and ``tops`` (their names), ``counts`` (their
    numbers), ``type``, ``engine``, ``file``, ``weights`` (in the text), ``propagate_down``, ``loss_weight``, ``params``
    (too many), ``sharing``, ``rules`` (include and exclude) or ``upgrade``. `bottoms` are the indices of the bottoms
    that do not fit, if some are known to be the cause. `other` is the layer that owns a parameter that cannot be
    shared. `layer` is the layer that is being built, None if Caffe has not begun to build layers; `name` is its name,
    or that of the Split layer that Caffe inserts after it.
    """

    __slots__ = ("about", "bottoms", "layer", "name", "other", "text")

    def __init__(
        self,
        about: str,
        text: str,
        bottoms: tuple[int, ...] = (),
        layer: Layer | None = None,
        other: Layer | None = None,
        name: str = "",
    ) -> None:
        self.about = about
        self.text = text
        self.bottoms = bottoms
        self.layer = layer
        self.other = other
        self.name = name or (layer.name if layer is not None else "")

    def __repr__(self) -> str:
        return f"<{self.about}: {self.text}>"

    def of(self, layer: Layer) -> Refusal:
        """The same for a layer of the same content."""
        if self.layer is layer:
            return self
        return Refusal(self.about, self.text.replace(_LAYER, layer.name), self.bottoms, layer)

    @property
    def depends_on_build(self) -> bool:
        """Whether another build of the same Caffe, or another folder, would accept it."""
        return self.about in ("engine", "file")


class Plan:
    """How layers of one content are built.

    `tops` is the number of tops with those that Caffe adds, `specs` the `param` of the layer as the loader leaves them,
    `named` whether one of them has a name. `writes_weights`: a loss_weight is written, which InsertSplits may drop.
    """

    __slots__ = (
        "_blind",
        "_early",
        "_fields",
        "_late",
        "_rule",
        "_takes_unknown",
        "named",
        "specs",
        "tops",
        "writes_weights",
    )

    def __init__(self, layer: Layer, target: Schema, is_doubtful: bool, is_split: bool, is_missing: Missing) -> None:
        known = layer_type(layer.type, target.name)
        self.specs = _specs(layer, target)
        self.named = any(spec.name for spec in self.specs)
        self.tops = len(layer.tops) if known is None else tops_made(layer, known)
        self._early: list[Refusal] = []
        self._late: list[Refusal] = []
        self._rule: Rule | None = None
        self._blind: BlindRule | None = None
        self._takes_unknown = False
        weights = [float(weight) for weight in layer.loss_weights if isinstance(weight, (int, float))]
        self.writes_weights = bool(weights)
        if is_split:
            weights = []
        if known is not None and known.loss and not weights:
            weights = [1.0]
        self._fields = Fields(layer, self.tops, weights, is_missing)
        if is_doubtful:
            self._rule, self._fields.loss_weights = forks.unread_rule(layer), ()
            return
        try:
            self._prepare(layer, known, target)
        except Unreadable:
            self._rule = self._blind = None

    def _prepare(self, layer: Layer, known: LayerType | None, target: Schema) -> None:
        """The rule for the layer, and what is checked around it."""
        self._check_early(layer, target)
        if not forks.is_foreign(layer, target):
            own = RULES.get(layer.type)
            self._rule = forks.rule(layer, target) or own
            self._blind = BLIND.get(layer.type) if self._rule is own else None
            self._takes_unknown = self._rule is not own and forks.takes_unknown(layer, self._rule)
        if known is not None and known.dialects is None:
            self._check_counts(layer, known, target)
        inner = INNER_ENGINES.get(layer.type)
        if inner is not None and target.is_bvlc and self._fields.word(inner, "engine") == "CUDNN":
            self._late.append(Refusal("engine", _ENGINE))

    def _check_early(self, layer: Layer, target: Schema) -> None:
        """What is checked before the layer has its tops."""
        pieces, bottoms = len(layer.propagate_down), len(layer.bottoms)
        if pieces not in (0, bottoms):
            check = "layer_param.propagate_down_size() == layer_param.bottom_size()"
            text = "propagate_down param must be specified either 0 or bottom_size times "
            self._early.append(Refusal("propagate_down", failed_op(check, pieces, bottoms, text).text))
        types = target.layer_types
        if types is not None and layer.type not in types:
            text = f"Unknown layer type: {layer.type} (known types: ...)"
            self._early.append(Refusal("type", failed_op("registry.count(type) == 1", 0, 1, text).text))
        engine = ENGINES.get(layer.type)
        if engine is not None and target.is_bvlc and self._fields.word(engine, "engine") == "CUDNN":
            self._early.append(Refusal("engine", _ENGINE))
        if layer.old_fields is None and "blobs" in layer.fields:
            try:
                self._fields.weights = written_weights(layer)
            except Refused as refused:
                self._early.append(Refusal("weights", refused.text))

    def _check_counts(self, layer: Layer, known: LayerType, target: Schema) -> None:
        wrong = wrong_count(layer, known)
        if wrong is not None:
            self._rule = self._blind = None
            if target.is_bvlc or target.is_read:
                self._late.append(Refusal("counts", f"Check failed: {wrong[2]}"))

    def build(self, bottoms: tuple[Shape | None, ...], kept: frozenset[int]) -> Outcome:
        """What becomes of a layer of this content with these bottoms; `kept` are empty ones that still have memory."""
        fields, late = self._fields, list(self._late)
        fields.kept = kept
        tops: Sequence[Shape | None] = ()
        params: Sequence[Shape | None] | None = None
        try:
            tops, params = self._shape(bottoms)
            tops = (*tops, *(None,) * (self.tops - len(tops)))
            if self._rule is not None:
                weigh(fields.loss_weights, tops, fields.has_memory(bottoms))
        except Unreadable:
            pass
        except Refused as refused:
            late.append(Refusal(_about(refused.text), refused.text, refused.bottoms))
        if params is not None and len(self.specs) > len(params):
            text = f"Too many params specified for layer {_LAYER}"
            failure = failed_op("param_size <= num_param_blobs", len(self.specs), len(params), text)
            late.append(Refusal("params", failure.text))
        tops = (*tops, *(None,) * (self.tops - len(tops)))
        return tops, None if params is None else tuple(params), tuple(self._early), tuple(late), has_empty(tops)

    def _shape(self, bottoms: tuple[Shape | None, ...]) -> Made:
        """The shapes of tops and parameters, as far as the bottoms show them."""
        if self._rule is not None:
            if None not in bottoms or self._takes_unknown:
                return self._rule(self._fields, bottoms)  # type: ignore[arg-type]
            if self._rule in PARTIAL:
                return PARTIAL[self._rule](self._fields, bottoms)
            if self._blind is not None:
                return self._blind(self._fields)
        return (), None

    def keeps_memory(self, bottoms: tuple[Shape | None, ...], kept: frozenset[int], index: int) -> bool:
        """Whether a top has memory even if it is empty: it is a bottom that has, or shares a bottom's memory."""
        if kept and self._rule in SHARING and len(bottoms) == self.tops == 1:
            return True
        self._fields.kept = kept
        return self._fields.has_memory(bottoms)(index)


def _about(text: str) -> str:
    """What a refusal is about that a layer finds when it is set up."""
    if text == SIGFPE:
        return "crash"
    if text == DIFF or "num_loss_weights" in text:
        return "loss_weight"
    return "file" if text.startswith(NO_FILE) else "shape"


def has_empty(tops: Sequence[Shape | None]) -> bool:
    """Whether one of the tops has no elements."""
    return any(shape is not None and count(shape) == 0 for shape in tops)


def _specs(layer: Layer, target: Schema) -> Sequence[ParamSpec]:
    """The `param` of a layer after UpgradeNetBatchNorm, which changes exactly three of a BatchNorm."""
    specs = layer.specs
    if layer.type != "BatchNorm" or len(specs) != _STATISTICS or target.batch_norm.upgrade == "none":
        return specs
    if target.batch_norm.upgrade == "clears":
        return ()
    return [ParamSpec(0.0, 0.0, spec.name, spec.share_mode) for spec in specs]
