"""Dimensions and shapes: numbers of 32 bits, unknown ones, and the checks that Caffe's blobs make themselves."""

from __future__ import annotations

from math import prod

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn, TypeAlias

    Dim: TypeAlias = "int | Unknown"
    #: The dimensions of a blob; None instead of it if not even their number is known.
    Shape = tuple[Dim, ...]
    #: A product of dimensions: a number, and the unknown ones among its factors.
    Product = tuple[int, tuple["Unknown", ...]]

INT_MAX = 0x7FFFFFFF
MAX_AXES = 32
DATA = "Check failed: data_ "
DIFF = "Check failed: diff_ "
SIGFPE = "Floating point exception (SIGFPE): Caffe dies of a division by zero, without a message"


class Unknown:
    """A dimension of which only this is known: where the same object appears, it is the same number."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "?"


class Unshaped(tuple[int, ...]):
    """The shape of a blob that never got one: no axes, as a scalar, but no elements either. Equal only to itself."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


UNSHAPED = Unshaped()


class Refused(Exception):
    """Caffe refuses to build a layer: `text` is its message, `bottoms` are the indices of the bottoms concerned."""

    def __init__(self, text: str, *bottoms: int) -> None:
        super().__init__(text)
        self.text = text
        self.bottoms = bottoms


def failed(check: str, text: str = "", *bottoms: int) -> Refused:
    """The failure of a CHECK."""
    return Refused(f"Check failed: {check} {text}", *bottoms)


def failed_op(check: str, left: object, right: object, text: str = "", *bottoms: int) -> Refused:
    """The failure of a CHECK_EQ, CHECK_GT …, which says both values, as far as they are known."""
    one, other = ("?" if value is None else value for value in (left, right))
    return Refused(f"Check failed: {check} ({one} vs. {other}) {text}", *bottoms)


def crash() -> NoReturn:
    """An integer division by zero."""
    raise Refused(SIGFPE)


def wrap(number: int) -> int:
    """What becomes of a number in an int of 32 bits."""
    return number if -INT_MAX <= number <= INT_MAX else (number + 0x80000000 & 0xFFFFFFFF) - 0x80000000


def divide(left: int, right: int) -> int:
    """C's division: cut towards zero."""
    if right == 0 or (right == -1 and left == -INT_MAX - 1):
        crash()
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def remainder(left: int, right: int) -> int:
    """C's remainder, which has the sign of `left`."""
    return left - divide(left, right) * right


def is_known(dims: Iterable[Dim]) -> bool:
    """Whether all dimensions are numbers."""
    return all(type(dim) is int for dim in dims)


def product(dims: Iterable[Dim]) -> Product:
    """The product of dimensions, wrapped as an int of 32 bits; 0 if one of them is 0."""
    number = 1
    unknown = []
    for dim in dims:
        if type(dim) is int:
            number = wrap(number * dim)
        else:
            unknown.append(dim)
    return number, tuple(unknown) if number else ()  # type: ignore[arg-type]


def as_dim(value: Product) -> Dim:
    """A product as one dimension."""
    number, unknown = value
    if not unknown:
        return number
    return unknown[0] if number == 1 and len(unknown) == 1 else Unknown()


def count(shape: Shape) -> int | None:
    """The number of elements of a blob, or of some of its axes; None if it is unknown."""
    if not shape and shape is UNSHAPED:
        return 0
    try:
        return wrap(prod(shape))  # type: ignore[arg-type]
    except TypeError:
        return 0 if 0 in shape else None


def volume(shape: Shape) -> Dim:
    """As `count`, but an unknown number is a dimension."""
    known = count(shape)
    return as_dim(product(shape)) if known is None else known


def count_from(shape: Shape, axis: int) -> int | None:
    """Blob::count(axis): the number of elements of the axes from `axis` on."""
    if axis > len(shape):
        raise failed_op("start_axis <= end_axis", axis, len(shape))
    return count(shape[axis:])


def add(left: Dim, right: Dim) -> Dim:
    """The sum of two dimensions."""
    if type(left) is int and type(right) is int:
        return wrap(left + right)
    if left == 0:
        return right
    return left if right == 0 else Unknown()


def times(left: Dim, right: Dim) -> Dim:
    """The product of two dimensions."""
    if type(left) is int and type(right) is int:
        return wrap(left * right)
    return as_dim(product((left, right)))


def axis_of(shape: Shape, axis: int) -> int:
    """Blob::CanonicalAxisIndex: a negative axis counts from the end."""
    axes = len(shape)
    if axis < -axes:
        raise failed_op("axis_index >= -num_axes()", axis, -axes, _out_of_range(shape, axis))
    if axis >= axes:
        raise failed_op("axis_index < num_axes()", axis, axes, _out_of_range(shape, axis))
    return axis + axes if axis < 0 else axis


def _out_of_range(shape: Shape, axis: int) -> str:
    return f"axis {axis} out of range for {len(shape)}-D Blob with shape {describe(shape)}"


def legacy(shape: Shape, axis: int) -> Dim:
    """num(), channels(), height() or width() of a blob: axis 0 to 3, 1 if it is missing."""
    if len(shape) > 4:
        raise failed_op("num_axes() <= 4", len(shape), 4, "Cannot use legacy accessors on Blobs with > 4 axes.")
    return shape[axis] if axis < len(shape) else 1


def blob(dims: Iterable[Dim], size: str = "shape.size()") -> Shape:
    """Blob::Reshape: a blob of this shape.

    Numbers that stand after an unknown dimension may not exceed INT_MAX in truth, because that dimension may be 0.
    """
    shape = tuple(dims)
    if len(shape) > MAX_AXES:
        raise failed_op(f"{size} <= kMaxBlobAxes", len(shape), MAX_AXES)
    try:
        if 0 < prod(shape) <= INT_MAX and (not shape or min(shape) > 0):  # type: ignore[arg-type, type-var, operator]
            return shape
    except TypeError:
        pass  # an unknown dimension
    elements: int | None = 1
    for dim in shape:
        if type(dim) is not int:
            elements = None
            continue
        if dim < 0:
            raise failed_op("shape[i] >= 0", dim, 0)
        if elements is not None:
            if elements and dim > INT_MAX // elements:
                limit = INT_MAX // elements
                raise failed_op("shape[i] <= 0x7fffffff / count_", dim, limit, "blob size exceeds INT_MAX")
            elements *= dim
    return shape


def touch(elements: int | None) -> None:
    """What happens when Caffe takes the data of a new blob with so many elements: it has none if it is empty."""
    if elements == 0:
        raise Refused(DATA)


def like(shape: Shape) -> Shape:
    """Blob::ReshapeLike: the shape of another blob."""
    return () if shape is UNSHAPED else shape


def dims_differ(left: Dim, right: Dim) -> bool:
    """Whether two dimensions cannot be equal."""
    return left != right and type(left) is int and type(right) is int


def shapes_differ(left: Shape | None, right: Shape | None) -> bool:
    """Whether two shapes cannot be equal."""
    if left is None or right is None or left == right:
        return False
    return len(left) != len(right) or any(map(dims_differ, left, right))


def products_differ(left: Iterable[Dim], right: Iterable[Dim]) -> bool:
    """Whether two products cannot be equal, whatever the unknown dimensions are."""
    (one, some), (other, others) = product(left), product(right)
    if some and others:
        return False
    if some or others:
        number, factor = (other, one) if some else (one, other)
        return number != 0 and (factor == 0 or number % factor != 0)
    return one != other


def meet(left: Shape | None, right: Shape | None) -> Shape | None:
    """What is known of a shape that equals both."""
    if left is None or right is None:
        return right if left is None else left
    if left == right or len(left) != len(right):
        return left
    return tuple([one if type(one) is int else other if type(other) is int else one for one, other in zip(left, right)])


def describe(shape: Shape) -> str:
    """Blob::shape_string: each dimension and a blank, then the number of elements in brackets."""
    elements = count(shape)
    return "".join(f"{dim} " for dim in shape) + f"({'?' if elements is None else elements})"
