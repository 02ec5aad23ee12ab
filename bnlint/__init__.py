"""bnlint: linter and fixer for Caffe prototxt files, above all for their batch normalization.

The public interface is `lint`, `fix`, `infer_shapes`, `find_files`, `lint_files`, `write_report` and the data types in
their signatures. Names are imported on first use, so that `import bnlint` stays fast.
"""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = [
    "Applicability",
    "Diagnostic",
    "Edit",
    "Fix",
    "FixResult",
    "FoundFile",
    "NetShapes",
    "Outcome",
    "Related",
    "Result",
    "Severity",
    "Source",
    "__version__",
    "find_files",
    "fix",
    "infer_shapes",
    "lint",
    "lint_files",
    "write_report",
]

_HOMES = {
    "lint": "bnlint.api",
    "fix": "bnlint.api",
    "infer_shapes": "bnlint.api",
    "find_files": "bnlint.api",
    "lint_files": "bnlint.api",
    "write_report": "bnlint.api",
    "FoundFile": "bnlint.run.discover",
    "Outcome": "bnlint.run.outcome",
    "NetShapes": "bnlint.linter.shapes",
    "Result": "bnlint.linter.result",
    "FixResult": "bnlint.fixer.fix",
    "Diagnostic": "bnlint.text.diagnostics",
    "Related": "bnlint.text.diagnostics",
    "Severity": "bnlint.text.diagnostics",
    "Applicability": "bnlint.text.edits",
    "Edit": "bnlint.text.edits",
    "Fix": "bnlint.text.edits",
    "Source": "bnlint.text.source",
}

TYPE_CHECKING = False
if TYPE_CHECKING:  # the typing module itself is not needed at run time
    from bnlint.api import find_files, fix, infer_shapes, lint, lint_files, write_report
    from bnlint.fixer.fix import FixResult
    from bnlint.linter.result import Result
    from bnlint.linter.shapes import NetShapes
    from bnlint.run.discover import FoundFile
    from bnlint.run.outcome import Outcome
    from bnlint.text.diagnostics import Diagnostic, Related, Severity
    from bnlint.text.edits import Applicability, Edit, Fix
    from bnlint.text.source import Source


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'bnlint' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(home), name)
