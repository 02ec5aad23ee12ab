"""Shows the known Caffes: a table, or JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from rich.table import Table
from rich.text import Text

from bnlint.caffe.schema import messages
from bnlint.caffe.schema.overview import LEGEND, overview
from bnlint.report import pages

if TYPE_CHECKING:
    from bnlint.caffe.schema.overview import Overview

_WIDTH = 160
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


def _cells(row: Overview) -> list[Text]:
    what = Text.assemble(row.what.replace("`", ""), ("\n" + ", ".join(row.where) if row.where else "", "dim"))
    words = (row.statistics, row.affine, row.has_input_layer, row.formats)
    return [Text(row.name, "bold"), what, *(Text(word, _STYLES.get(word, "")) for word in words)]
