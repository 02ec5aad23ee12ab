"""What is read of a Caffe, as plain data: apart from the readers, which a run does not need if nothing has changed."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    Row = tuple[str, int, str, str, object]
    Range = tuple[int, int | None]

    class Tables(NamedTuple):
        """The messages of a Caffe and their fields (name, number, label, type, default), its enums, packed fields.

        Nested names are dotted (``PoolingParameter.PoolMethod``). The values of an enum are in the order of the file:
        the first is that of an unset field. `packed` has the names of fields as ``Message.field``.
        """

        messages: dict[str, tuple[Row, ...]]
        enums: dict[str, dict[str, int]]
        packed: frozenset[str]

    class Numbers(NamedTuple):
        """How many bottoms and tops a layer type takes: minimum and maximum (None: no limit); None where not known.

        `equal`: it has as many tops as bottoms; `auto_top`: Caffe adds missing tops.
        """

        bottoms: Range | None
        tops: Range | None
        equal: bool
        auto_top: bool

    class Reading(NamedTuple):
        """What a caffe.proto and its sources say.

        `layer_types`: those that are registered; None where that is not known. `numbers`: of bottoms and tops, by type.
        `v1_types`: what V1's values become, where BVLC Caffe differs. `batch_norm` and `formats`: the traits that were
        found out, by the names of BatchNormTraits and FormatTraits.
        """

        tables: Tables
        layer_types: frozenset[str] | None
        numbers: dict[str, Numbers]
        v1_types: dict[str, str | None]
        batch_norm: dict[str, object]
        formats: dict[str, object]

else:
    Tables = namedtuple("Tables", "messages enums packed")
    Numbers = namedtuple("Numbers", "bottoms tops equal auto_top")
    Reading = namedtuple("Reading", "tables layer_types numbers v1_types batch_norm formats")
