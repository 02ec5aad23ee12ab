"""Shapes of layers that only forks of Caffe have, where their rule is plain, and of those that forks change.

They hold for every fork that has the type. A rule of a fork refuses nothing: what does not fit leaves its top unknown.
"""

from __future__ import annotations

from bnlint.caffe.net.message import Message
from bnlint.caffe.schema.layer_types import layer_type
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.shapes.convolution import convolution, slide
from bnlint.caffe.shapes.dims import Refused, Unknown, add, legacy, times
from bnlint.caffe.shapes.elementwise import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.net.layers import Layer
    from bnlint.caffe.schema.messages import Schema
    from bnlint.caffe.shapes.dims import Dim, Shape
    from bnlint.caffe.shapes.fields import Fields, Made, Rule

#: Types of BVLC Caffe whose fields say nothing of shapes, whatever fields a fork adds.
_SAME = frozenset(
    ("AbsVal", "BNLL", "BatchNorm", "Clip", "Dropout", "ELU", "LRN", "Power", "ReLU", "Sigmoid", "TanH", "Threshold")
)
_PRIORS_PER_RATIO = 1e-6  # PriorBox takes aspect ratios that differ by less for the same one


def is_foreign(layer: Layer, target: Schema) -> bool:
    """Whether a layer has fields that only the fork `target` has, so that its shapes may be others."""
    known = layer_type(layer.type)
    if target.is_bvlc or known is None or known.dialects is not None or layer.type in _SAME:
        return False
    base = schema().messages
    for name in known.params:
        message = layer.message(name)
        declared = base["LayerParameter"].fields.get(name)
        if message is not None and declared is not None:
            own = base[declared.type].fields
            if any(field not in own for field in message.fields):
                return True
    return False


def rule(layer: Layer, target: Schema) -> Rule | None:
    """The rule for a layer of a fork's type, or of one that the fork `target` changes; None if there is none."""
    if layer.type == "BatchNorm" and not target.is_bvlc:
        return batch_norm
    known = layer_type(layer.type, target.name)
    if layer.type in _RULES and (known is None or known.dialects is not None or layer.type not in _bvlc_types()):
        return _guarded(_RULES[layer.type])
    return _loss if known is not None and known.loss and layer.type not in _bvlc_types() else None


def _bvlc_types() -> frozenset[str]:
    return schema().layer_types or frozenset()


def unread_rule(layer: Layer) -> Rule | None:
    """The rule for a layer with a field that cannot be read: in any case its top is shaped like its bottom. Or None."""
    keeps = layer.type in _SAME or layer.type in ("BN", "Normalize") or _RULES.get(layer.type) is same
    return _unread if keeps and len(layer.bottoms) == len(layer.tops) == 1 else None


def _unread(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return (bottoms[0],), None


def takes_unknown(layer: Layer, rule: Rule | None) -> bool:
    """Whether the rule of a fork's type works if a bottom is wholly unknown."""
    return rule is _loss or layer.type in _LEGACY


def _guarded(rule: Rule) -> Rule:
    """A rule whose refusals leave the tops unknown: forks differ in what they check."""
    if rule is convolution:
        return rule

    def guarded(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
        try:
            return rule(fields, bottoms)
        except (Refused, IndexError, TypeError, ZeroDivisionError):
            return (None,) * fields.tops, None

    return guarded


def batch_norm(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """A BatchNorm of a fork: the blobs that its table lists, one value for each channel but in a factor."""
    shape = bottoms[0]
    engines = set(fields.layer.schema.batch_norm.blobs.values())
    known = layer_type("BatchNorm", fields.layer.schema.name)
    number = known.blobs(fields.layer) if known is not None else None
    if len(engines) != 1 or len(shape) < 2 or fields.weights:
        return (shape,), None
    names = engines.pop()
    if number is None or number > len(names) or {"mean", "variance", "factor"} != set(names):
        return (shape,), None
    channels = shape[1]
    return (shape,), [(1,) if name == "factor" else (channels,) for name in names]


def _value(fields: Fields, message: str, field: str) -> object:
    """The value of a field; None if the Caffe of the file has no such field."""
    return fields.layer.value(message, field)


def _number(fields: Fields, message: str, field: str) -> Dim:
    value = _value(fields, message, field)
    return value if isinstance(value, int) else Unknown()


def _side(shape: Shape | None, axis: int) -> Dim:
    """A dimension by its legacy accessor, of a blob of which nothing else may be known."""
    return Unknown() if shape is None else legacy(shape, axis)


def _loss(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """A loss is a scalar; its other tops, and its parameters if it has any, are unknown."""
    known = layer_type(fields.layer.type, fields.layer.schema.name)
    has_none = known is not None and known.blobs(fields.layer) == 0
    return ((), *(None,) * (fields.tops - 1))[: fields.tops], () if has_none else None


def _bn(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Normalization with gamma and beta of its own, in blobs of four axes."""
    shape = bottoms[0]
    known = layer_type("BN", fields.layer.schema.name)
    number = known.blobs(fields.layer) if known is not None else None
    if number is None or fields.weights or fields.tops != 1:
        return (shape, *(None,) * (fields.tops - 1)), None
    return (shape,), ((1, legacy(shape, 1), 1, 1),) * number


def _normalize(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Division by the norm; that of SSD has a factor for each channel, or one for all."""
    is_shared = _value(fields, "norm_param", "channel_shared")
    if is_shared is None or fields.weights:
        return (bottoms[0],), None
    return (bottoms[0],), (() if is_shared else (legacy(bottoms[0], 1),),)


def _axpy(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    return (bottoms[1],), ()


def _permute(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    shape = bottoms[0]
    message = fields.layer.message("permute_param")
    order = [] if message is None else message.all("order")
    if message is None or message.type is None or len(set(order)) != len(order):
        return (tuple([Unknown() for _ in shape]),), ()
    axes = [axis for axis in order if isinstance(axis, int)]
    return (tuple([shape[axis] for axis in (*axes, *(i for i in range(len(shape)) if i not in axes))]),), ()


def _prior_box(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Four coordinates for each box at each position, and their variances."""
    message = fields.layer.message("prior_box_param")
    if message is None or message.type is None:
        return ((1, 2, Unknown()),), ()
    ratios = [1.0]
    for ratio in message.all("aspect_ratio"):
        if isinstance(ratio, float) and all(abs(ratio - each) >= _PRIORS_PER_RATIO for each in ratios):
            ratios.append(ratio)
            if message.value("flip"):
                ratios.append(1 / ratio)
    boxes = len(ratios) * len(message.fields.get("min_size", ())) + len(message.fields.get("max_size", ()))
    known = {"min_size", "max_size", "aspect_ratio", "flip", "clip", "variance", "step", "step_h", "step_w", "offset"}
    if not boxes or not known.issuperset(name for name in message.fields if not name.startswith("img_")):
        return ((1, 2, Unknown()),), ()
    positions = times(_side(bottoms[0], 2), _side(bottoms[0], 3))
    return ((1, 2, times(positions, 4 * boxes)),), ()


def _roi_pooling(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    sides = [_number(fields, "roi_pooling_param", side) for side in ("pooled_h", "pooled_w")]
    return ((_side(bottoms[1], 0), _side(bottoms[0], 1), *sides),), ()


def _ps_roi_pooling(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    outputs, side = (_number(fields, "psroi_pooling_param", name) for name in ("output_dim", "group_size"))
    return ((_side(bottoms[1], 0), outputs, side, side),), ()


def _interp(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Bilinear interpolation to a size that is written, or follows from a factor."""
    shape = bottoms[0]
    message = fields.layer.message("interp_param")
    known = {"height", "width", "zoom_factor", "shrink_factor", "pad_beg", "pad_end"}
    sides: list[Dim] = [Unknown(), Unknown()]
    if len(bottoms) == 1 and message is not None and message.type is not None and known.issuperset(message.fields):
        sides = [_interpolated(message, legacy(shape, axis), name) for axis, name in ((2, "height"), (3, "width"))]
    return ((legacy(shape, 0), legacy(shape, 1), *sides),), ()


def _interpolated(message: Message, dim: Dim, name: str) -> Dim:
    zoom, shrink = message.get("zoom_factor"), message.get("shrink_factor")
    if zoom is None and shrink is None:
        size = message.get(name)
        return size if isinstance(size, int) else Unknown()
    for pad in ("pad_beg", "pad_end"):
        value = message.get(pad)
        dim = add(dim, value if isinstance(value, int) else 0)
    if type(dim) is not int:
        return Unknown()
    if isinstance(shrink, int):
        dim = (dim - 1) // shrink + 1
    return dim + (dim - 1) * (zoom - 1) if isinstance(zoom, int) else dim


def _upsample(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Each position becomes several: a size is written, or one factor for both sides."""
    shape = bottoms[0]
    message = fields.layer.message("upsample_param")
    written = set() if message is None else set(message.fields)
    sides: list[Dim] = [Unknown(), Unknown()]
    scale = _value(fields, "upsample_param", "scale")
    if written == {"upsample_h", "upsample_w"}:
        sides = [_number(fields, "upsample_param", name) for name in ("upsample_h", "upsample_w")]
    elif written <= {"scale"} and isinstance(scale, int):
        sides = [times(dim, scale) for dim in shape[-2:]]
    return ((*shape[:-2], *sides),), ()


def _depthwise(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """A convolution of each channel by itself, as many as there are; num_output and group are not read."""
    shape = bottoms[0]
    channels, sides = legacy(shape, 1), (legacy(shape, 2), legacy(shape, 3))
    numbers = {name: fields.numbers("convolution_param", name) for name in ("kernel_size", "stride", "pad", "dilation")}
    once = all(len(values) <= 1 for values in numbers.values())
    is_plain = once and not any(fields.has("convolution_param", f"{name}_h") for name in ("kernel", "stride", "pad"))
    if not is_plain or not numbers["kernel_size"]:
        return ((shape[0], channels, Unknown(), Unknown()),), None
    (kernel,), stride = numbers["kernel_size"], (numbers["stride"] or [1])[0]
    weights = (channels, 1, kernel, kernel)
    params = (weights, (channels,)) if fields.flag("convolution_param", "bias_term") else (weights,)
    made: list[Dim] = [Unknown(), Unknown()]
    if numbers["pad"]:  # without it some forks pad by 1
        more = 2 * numbers["pad"][0] - ((numbers["dilation"] or [1])[0] * (kernel - 1) + 1)
        made = [slide(dim, more, stride) for dim in sides]
    return ((legacy(shape, 0), channels, *made),), None if fields.weights else params


def _detections(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """As many detections as there are: while the net is built, one of seven numbers."""
    return ((1, 1, 1, 7),), ()


def _annotated_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Images with boxes, of a database that is not opened."""
    sides: list[Dim] = [Unknown(), Unknown()]
    transform = fields.layer.message("transform_param")
    if transform is not None:
        crop, resize = transform.get("crop_size"), fields.message("transform_param", "resize_param")
        if isinstance(crop, int) and crop:
            sides = [crop, crop]
        elif resize is not None and resize.value("resize_mode") == "WARP":
            written = [resize.get(name) for name in ("height", "width")]
            sides = [size if isinstance(size, int) and size else Unknown() for size in written]
    top = (_number(fields, "data_param", "batch_size"), Unknown(), *sides)
    return (top, None)[: fields.tops], ()


def _dense_image_data(fields: Fields, bottoms: tuple[Shape, ...]) -> Made:
    """Images and images of labels, of a list that is not opened."""
    batch = _number(fields, "dense_image_data_param", "batch_size")
    high, wide = Unknown(), Unknown()
    return ((batch, Unknown(), high, wide), (batch, Unknown(), high, wide))[: fields.tops], ()


#: The types that look only at single dimensions of their bottoms, or at none.
_LEGACY = frozenset(("DetectionOutput", "PSROIPooling", "PriorBox", "ROIPooling"))
_RULES: dict[str, Rule] = {
    **dict.fromkeys(("HSigmoid", "HSwish", "Mish", "ReLU6", "ShuffleChannel", "SpatialDropout"), same),
    "AnnotatedData": _annotated_data,
    "Axpy": _axpy,
    "BN": _bn,
    "ConvolutionDepthwise": _depthwise,
    "DenseImageData": _dense_image_data,
    "DepthwiseConvolution": convolution,
    "DetectionOutput": _detections,
    "Interp": _interp,
    "Normalize": _normalize,
    "PSROIPooling": _ps_roi_pooling,
    "Permute": _permute,
    "PriorBox": _prior_box,
    "ROIPooling": _roi_pooling,
    "Upsample": _upsample,
}
