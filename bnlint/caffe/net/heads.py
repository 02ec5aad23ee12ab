"""Heads: the names with which layers begin, read with as little work as the layout of the file allows."""

from __future__ import annotations

from bnlint.prototxt.nodes import Block, lead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.prototxt.tails import Tail

    #: Name, type as written, bottoms and tops; and what the layer says besides: all of its text behind them.
    Head = tuple[str, str, tuple[str, ...], tuple[str, ...], Tail | str]
    #: The places of the name, the type, the bottoms and the tops among the strings of a layout.
    Plan = tuple[int, int, slice, slice]

_NAMES = frozenset(("name", "type", "bottom", "top"))
# Files are laid out in one way: what stands between the strings of a head tells which string is which.
_plans: dict[tuple[str, ...], Plan | None] = {}
_ENOUGH = 1000  # layouts to remember


def head_of(block: Block, text: str) -> Head:
    """The names with which a layer begins, and the rest of it; `text` is that of the document."""
    tail = block.tail
    if tail is not None and block.text:
        parts = block.text[block.body_start : block.body_end - tail.size].split('"')
        layout = tuple(parts[::2])
        plan = _plans[layout] if layout in _plans else _remember(layout, block)
        if plan is not None:
            strings = parts[1::2]
            name, type_, bottoms, tops = plan
            rest = tail if tail.size else ""
            return strings[name], f'"{strings[type_]}"', tuple(strings[bottoms]), tuple(strings[tops]), rest
    return _by_the_book(block, text)


def _remember(layout: tuple[str, ...], block: Block) -> Plan | None:
    """The plan of a layout: None where it has more than the names, a comment, or bottoms and tops in turn."""
    if len(_plans) >= _ENOUGH:
        _plans.clear()
    fields, _ = lead(block)
    places: dict[str, list[int]] = {name: [] for name in _NAMES}
    for place, (what, raw) in enumerate(fields):
        if what not in _NAMES or raw[0] != '"':
            break
        places[what].append(place)
    runs = [places[what] == list(range(*_slice(places[what]))) for what in ("bottom", "top")]
    usual = len(places["name"]) == len(places["type"]) == 1 and all(runs) and "#" not in "".join(layout)
    known = usual and sum(map(len, places.values())) == len(fields)
    bottoms, tops = (slice(*_slice(places[what])) for what in ("bottom", "top"))
    plan = _plans[layout] = (places["name"][0], places["type"][0], bottoms, tops) if known else None
    return plan


def has_more_names(block: Block, head: Head) -> bool:
    """Whether names stand in the rest of a layer, too."""
    name, type_, bottoms, tops, _ = head
    found = sum(item.name in _NAMES for item in block.items)
    return found > bool(name) + bool(type_) + len(bottoms) + len(tops)


def _slice(places: list[int]) -> tuple[int, int]:
    return (places[0], places[-1] + 1) if places else (0, 0)


def _by_the_book(block: Block, text: str) -> Head:
    fields, rest = lead(block)
    name = type_ = ""
    bottoms: list[str] = []
    tops: list[str] = []
    count = 0
    for what, raw in fields:
        if what == "type" and not type_:
            type_ = raw
        elif raw[0] != '"':
            break
        elif what == "bottom":
            bottoms.append(raw[1:-1])
        elif what == "top":
            tops.append(raw[1:-1])
        elif what == "name" and not name and raw != '""':  # an empty one may not be the only one
            name = raw[1:-1]
        else:
            break
        count += 1
    if rest is None or count < len(fields):
        rest = text[block.items[count].start : block.end]
    return name, type_, tuple(bottoms), tuple(tops), rest
