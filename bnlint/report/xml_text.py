"""XML 1.0 text, escaped to ASCII, so that it is correct in any encoding of the stream."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from bnlint.report.snippet import printable

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, /, **attributes: object) -> str:
    """The start of an element without its closing bracket: ``<tag name="value"``."""
    values = {name: _ascii(quoteattr(_FORBIDDEN.sub("?", str(value)))) for name, value in attributes.items()}
    return f"<{tag}{''.join(f' {name}={value}' for name, value in values.items())}"


def text(content: str) -> str:
    """Content of an element; line ends stay, other control characters become visible symbols."""
    escaped = "\n".join(printable(line) for line in content.split("\n"))
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ascii(_FORBIDDEN.sub("?", escaped))


def _ascii(written: str) -> str:
    return written.encode("ascii", "xmlcharrefreplace").decode("ascii")
