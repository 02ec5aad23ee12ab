"""Shows the known Caffes: a table, or JSON."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

from rich.table import Table
from rich.text import Text

from bnlint.caffe.schema import messages
from bnlint.caffe.schema.overview import LEGEND, overview
from bnlint.report import colour, pages
from bnlint.report.colour import painted
from bnlint.report.origins import explanation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bnlint.caffe.origin import Origin
    from bnlint.caffe.schema.overview import Overview
    from bnlint.run.fits import Fits, Place

_WIDTH = 160
_FEW = 3  # names that are shown
_MANY = 12  # Caffes that are listed by name, unless all are wanted
_STYLES = {"masked": "green", "open": "yellow", "engine": "yellow"}


def write_json(stream: TextIO) -> None:
    """One array, with an object for each Caffe."""
    lines = [json.dumps(_object(name)) for name in messages.dialect_names()]
    stream.write("[\n" + ",\n".join(lines) + "\n]\n")


def _object(name: str) -> dict[str, object]:
    caffe = messages.schema(name)
    traits, formats = caffe.batch_norm, caffe.formats
    return {
        "name": name,
        "what": messages.what(name),
        "where": list(messages.where(name)),
        "has_batch_norm_layer": traits.has_batch_norm_layer,
        "masks_statistics": traits.masks_statistics,
        "own_affine": traits.own_affine if traits.has_batch_norm_layer else None,
        "has_input_layer": formats.has_input_layer,
        "reads_v0": formats.reads_v0,
        "reads_v1": formats.reads_v1,
        "reads_v2": formats.reads_v2,
    }


def write_table(stream: TextIO) -> None:
    """A row for each Caffe, and what the words in it mean."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("what it is, and where", ratio=1)
    for title in LEGEND:
        table.add_column(title, no_wrap=True)
    for name in messages.dialect_names():
        table.add_row(*_cells(overview(name)))
    pages.write(table, stream, _WIDTH)
    stream.write("\n")
    legend = Table.grid(padding=(0, 1))
    for title, meaning in LEGEND.items():
        legend.add_row(Text(title, "bold"), Text(meaning.replace("`", "")))
    pages.write(legend, stream, _WIDTH)


def write_fits_json(found: Fits, stream: TextIO) -> None:
    """One object: the files with their Caffes, the known Caffes with what they lack, and names that none has."""
    data = {
        "files": [
            {
                "path": each.path,
                "kind": each.kind,
                "origin": _origin(each.origin),
                "fits": list(each.caffes),
                "unknown": list(each.unknown),
            }
            for each in found.files
        ],
        "caffes": [
            {"name": name, "files": count, "fits": count == len(found.files), "lacks": _places(found.lacks[name])}
            for name, count in found.count.items()
        ],
        "unknown": _places(found.unknown),
    }
    stream.write(json.dumps(data, indent=1) + "\n")


def _origin(origin: Origin) -> dict[str, object]:
    return {"caffes": list(origin.caffes), "evidence": origin.shown, "source": origin.source, "private": origin.private}


def _places(places: dict[str, Place]) -> list[dict[str, object]]:
    return [{"name": name, **place._asdict()} for name, place in places.items()]


def write_fits(found: Fits, stream: TextIO, verbose: bool = False) -> None:
    """For which Caffes the files were taken; then the known Caffes, those that fit most files first."""
    for each in found.files if verbose else ():
        fit = f"fits {_some(each.caffes)}" if each.caffes else "fits no known Caffe"
        if each.unknown:
            fit = f"no known Caffe has {', '.join(each.unknown)}"
        stream.write(f"{each.path}: {explanation(each.origin)}; {fit}\n")
    stream.write("\n" if verbose else "")
    for line in _taken_for(found):
        stream.write(f"{_wrapped(line)}\n")
    if found.unknown:
        stream.write("\nNo known Caffe has:\n")
        stream.writelines(f"  {line}\n" for line in _listed(found.unknown))
        stream.write("\nApart from that:\n")
    for (count, _), names in _alike(found):
        _write_group(count, len(found.files), names, found.lacks[names[0]], stream, verbose)


def _write_group(
    count: int, total: int, names: list[str], lacks: dict[str, Place], stream: TextIO, verbose: bool
) -> None:
    """Writes some Caffes that fit as many files, and what they lack."""
    listed = ", ".join(names) if verbose else _some(names)
    text = _wrapped(f"{listed}: {_fit(len(names) == 1, count, total)}")
    stream.write(f"\n{painted(text, 'green') if count == total and colour.wanted(stream) else text}\n")
    for number, line in enumerate(_listed(lacks)):
        stream.write(f"  {'     ' if number else 'lacks' if len(names) == 1 else 'lack '} {line}\n")


def _some(names: Sequence[str]) -> str:
    """The first of many names, and the number of the others."""
    rest = len(names) - _MANY
    return ", ".join(names) if rest < 2 else f"{', '.join(names[:_MANY])} and {rest} others"


def _key(origin: Origin) -> tuple[object, ...]:
    return origin.caffes, origin.shown, origin.source, origin.private


def _fit(is_one: bool, count: int, total: int) -> str:
    """How many files a Caffe, or several, fit."""
    if total == 1:
        does = "does" if is_one else "do"
        return f"{'fits' if is_one else 'fit'} the file" if count else f"{does} not fit it"
    which = "all files" if count == total else f"{count} of {total} files" if count else "none of them"
    return f"{'fits' if is_one else 'fit'} {which}"


def _wrapped(text: str) -> str:
    """A text in lines that fit the terminal."""
    width = min(shutil.get_terminal_size((100, 0)).columns, _WIDTH)
    return "\n".join(wrap(text, width, break_on_hyphens=False, break_long_words=False))


def _taken_for(found: Fits) -> Iterator[str]:
    """A line for each Caffe that files were taken for, and what showed it."""
    origins = {_key(each.origin): each.origin for each in reversed(found.files)}
    counts = Counter(_key(each.origin) for each in found.files)
    for key, count in counts.most_common():
        yield f"{'1 file is' if count == 1 else f'{count} files are'} {explanation(origins[key], count > 1)}"


def _alike(found: Fits) -> list[tuple[tuple[int, tuple[str, ...]], list[str]]]:
    """The Caffes that fit as many files and lack the same names, together; those that fit most files first."""
    groups: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for name, count in found.count.items():
        groups.setdefault((count, tuple(found.lacks[name])[:_FEW]), []).append(name)
    return sorted(groups.items(), key=lambda item: -item[0][0])


def _listed(places: dict[str, Place]) -> list[str]:
    """Some names, each with its place."""
    shown = list(places.items())[:_FEW]
    width = max((len(name) for name, _ in shown), default=0)
    return [f"{name.ljust(width)}  {place}" for name, place in shown] + ["…"] * (len(places) > _FEW)


def _cells(row: Overview) -> list[Text]:
    what = Text.assemble(row.what.replace("`", ""), ("\n" + ", ".join(row.where) if row.where else "", "dim"))
    words = (row.statistics, row.affine, row.has_input_layer, row.formats)
    return [Text(row.name, "bold"), what, *(Text(word, _STYLES.get(word, "")) for word in words)]
