"""Finds the Caffes that a file may be for: by what is said, by its repository, by its names."""

from __future__ import annotations

from bnlint.caffe import BASE
from bnlint.caffe.origin import AUTO, Origin
from bnlint.caffe.schema import messages
from bnlint.text.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bnlint.caffe.evidence import Evidence
    from bnlint.caffe.net.layers import Net
    from bnlint.caffe.schema.validate import SchemaError
    from bnlint.prototxt.nodes import Document

_COMMENT = lazy(r"\ufeff?#[ \t]*bnlint:[ \t]*dialect[ \t]*=[ \t]*([\w.+-]+)[ \t]*(?=[\r\n#]|\Z)")


def declared_dialect(text: str) -> tuple[str, int, int] | None:
    """The dialect that a first-line comment ``# bnlint: dialect=nvcaffe-0.17`` sets, with the span of its name.

    The dialect may be unknown. None if there is no such comment.
    """
    match = _COMMENT.match(text) if "bnlint:" in text else None
    return (match[1], *match.span(1)) if match else None


def said(text: str, dialect: str) -> Origin | None:
    """The Caffe that a file's first line declares, or the setting `dialect`; None if neither says a known one."""
    declared = declared_dialect(text)
    if declared is not None and declared[0] in messages.dialect_names():
        return Origin((declared[0],), "declared")
    return Origin((dialect,), "configured") if dialect else None


def shown(
    document: Document,
    root: str,
    net: Net | None,
    errors: list[SchemaError],
    target: str,
    evidence: Evidence | None = None,
) -> Origin:
    """The Caffes that a file may be for, if nothing says it: by the repository, then by the names in the file.

    `net` is the net as BVLC Caffe reads it, None for a solver; `errors` what BVLC Caffe rejects; `target` the Caffe
    that the file must run on, or ``auto``. If the file has nothing that a named target lacks, it is for the target.
    """
    if evidence is None and target in (AUTO, BASE) and not errors and not _foreign_types(net):
        return Origin((BASE,), "default" if target == AUTO else "target")
    from bnlint.caffe.choose_origin import choose  # with the vocabulary of all Caffes

    return choose(document, root, net, target, evidence)


def _foreign_types(net: Net | None) -> bool:
    known = messages.schema().layer_types or frozenset()
    return net is not None and any(layer.type not in known for layer in net.layers)
