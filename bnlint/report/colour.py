"""Says whether a stream wants colours."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def wanted(stream: TextIO) -> bool:
    """NO_COLOR (https://no-color.org) beats FORCE_COLOR, and both beat what the stream is."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced.lower() not in ("0", "false", "no")
    return stream.isatty() and os.environ.get("TERM") != "dumb"
