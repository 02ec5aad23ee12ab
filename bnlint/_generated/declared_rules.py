"""Declarative rules by id: what they match, say and fix, as `rulefile.meaning.check` makes it.

Written by `python -m tools.generate`: edit rules/ instead.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DECLARED: dict[str, dict[str, Any]] = {
}
