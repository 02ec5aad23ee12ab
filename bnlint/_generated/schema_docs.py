"""Documentation of messages, fields (Message.field) and enums of BVLC Caffe 1.0.

Written by `python -m tools.generate`: edit bnlint/caffe/schema/ instead.
"""

from __future__ import annotations

DOCS: dict[str, str] = {
}
