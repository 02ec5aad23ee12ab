"""Upgrades many files: each one completely or not at all, and none stops the others."""

from __future__ import annotations

from bnlint.linter.settings import Settings
from bnlint.run.collector import Paused
from bnlint.run.outcome import bug_line, reason
from bnlint.text import files
from bnlint.text.source import Source
from bnlint.upgrade import driver
from bnlint.upgrade.limits import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bnlint.run.discover import FoundFile
    from bnlint.upgrade.rewrite.v0 import DroppedField

#: The rules whose fixes are part of the upgrade, besides those about old formats.
BATCH_NORM_RULES = ("BN201", "BN203")
#: The rules whose findings the upgrade fixes.
RULES = ("OLD101", "OLD102", "OLD103", "OLD104", "OLD106", "OLD107", *BATCH_NORM_RULES)
_STEP = "BatchNorm params"
_MODELS = (".caffemodel", ".h5")


class UpgradeOutcome:
    """What became of one file.

    `source` is the new text (the original object if nothing changed). `kind` is ``net``, ``solver``, ``model`` or
    ``other`` (not a Caffe file, left alone). `steps` says what was upgraded, `dropped` what Caffe's own upgrade would
    drop and what is kept as a comment (or, on request, unchanged), `problems` what Caffe would log. `left` says what
    stays in an old format, because the file's Caffe has no other. `refused` says why the file was not upgraded, a line
    for each reason; `bugs` are internal errors because of which it was not upgraded.
    """

    __slots__ = ("bugs", "dropped", "kind", "left", "original", "path", "problems", "refused", "source", "steps")

    def __init__(self, path: str, source: Source | None = None) -> None:
        self.path = path
        self.original = self.source = source
        self.kind = "other"
        self.steps: list[str] = []
        self.dropped: list[DroppedField] = []
        self.problems: list[str] = []
        self.left: list[str] = []
        self.refused: list[str] = []
        self.bugs: list[str] = []


class UpgradeOptions:
    """How files are upgraded. `settings` gives those of a path; `keep_dropped` is that of `upgrade_source`.

    `writes`: write at all; `in_place`: overwrite caffemodels too.
    """

    __slots__ = ("in_place", "keep_dropped", "settings", "writes")

    def __init__(
        self,
        settings: Callable[[str], Settings],
        keep_dropped: bool = False,
        writes: bool = False,
        in_place: bool = False,
    ) -> None:
        self.settings = settings
        self.keep_dropped = keep_dropped
        self.writes = writes
        self.in_place = in_place


def upgrade_source(source: Source, settings: Settings | None = None, keep_dropped: bool = False) -> UpgradeOutcome:
    """Upgrades `source` completely or not at all; never raises for what the text contains.

    Of the settings, those about the Caffe and the kind of the file count, and the rules that are ignored in it: what
    they would report stays. `keep_dropped` keeps what Caffe's upgrade of V0 drops. Raises KeyError for an unknown
    target or dialect.
    """
    settings = settings or Settings()
    upgraded = driver.upgrade(source, settings.dialect, keep_dropped, _limits(settings))
    result = UpgradeOutcome(source.name, source)
    result.kind, result.refused, result.left = upgraded.kind, upgraded.refused, upgraded.left
    result.dropped, result.problems = upgraded.dropped, upgraded.problems
    if upgraded.bug:
        result.bugs.append(f"not upgraded: {upgraded.bug}")
    if upgraded.kind == "other" or upgraded.refused or upgraded.bug:
        return result
    result.source, result.steps = upgraded.source, upgraded.steps
    if upgraded.kind == "net" and "BatchNorm" in upgraded.source.text:
        _batch_norm(result, upgraded.source, settings)
    return result


def _limits(settings: Settings) -> Limits:
    """What limits the upgrade of a file with these settings."""
    return Limits(settings.target, settings.ignored_here, "solver" in settings.kinds, settings.evidence)


def _batch_norm(result: UpgradeOutcome, source: Source, settings: Settings) -> None:
    """Removes the three unnamed `param` of BatchNorm layers where that is safe, and sets them to zero elsewhere."""
    from bnlint.fixer.fix import fix

    nothing: tuple[()] = ()
    rules = {"select": BATCH_NORM_RULES, "ignore": nothing, "extend_select": nothing, "fallback": (nothing,) * 3}
    fixed = fix(source, settings.replace(**rules, fixable=nothing, unfixable=nothing, unsafe_fixes=False))
    result.bugs += fixed.result.bugs
    if fixed.result.bugs:
        result.source, result.steps = result.original, []
    elif fixed.applied:
        result.source = fixed.source
        result.steps.append(_STEP)


def upgrade_data(path: str, data: bytes, options: UpgradeOptions) -> UpgradeOutcome:
    """Upgrades `data`, reported as the file `path`."""
    settings = options.settings(path)
    with Paused():
        try:
            return upgrade_source(Source.from_bytes(data, path), settings, options.keep_dropped)
        except Exception as error:
            result = UpgradeOutcome(path)
            result.bugs.append(bug_line(error))
            return result


def upgrade_file(file: FoundFile, options: UpgradeOptions, output: str = "") -> UpgradeOutcome:
    """Upgrades one file and, if `options` say so, writes it: to `output`, or in place if anything changed."""
    result = UpgradeOutcome(file.path)
    if file.error:
        result.refused.append(file.error)
        return result
    try:
        start = files.read_start(file.path)
        if _is_model(file, start):
            return _model(file.path, options, output)
        data = files.read(file.path)
    except OSError as error:
        result.refused.append(reason("cannot be read", error))
        return result
    if files.is_probably_binary(data):
        if file.named or file.path.lower().endswith(".prototxt"):
            result.refused.append("binary file, neither a prototxt file nor a caffemodel")
        return result
    result = upgrade_data(file.path, data, options)
    if result.source is not None and not result.refused and not result.bugs:
        _write_text(result, data, options, output)
    return result


def _write_text(result: UpgradeOutcome, data: bytes, options: UpgradeOptions, output: str) -> None:
    if not options.writes or result.source is None or (not output and not result.steps):
        return
    try:
        new = result.source.encode()
        if output:
            files.write_parts(output, (new,))
        else:
            files.write(result.path, new, data)
    except files.ChangedMeanwhile as error:
        result.refused.append(str(error))
    except OSError as error:
        result.refused.append(reason(f"{output}: cannot be written" if output else "cannot be written", error))


def _is_model(file: FoundFile, start: bytes) -> bool:
    """Whether the file is a caffemodel, or meant to be one; only for files that are named, not found in folders."""
    return file.named and (file.path.lower().endswith(_MODELS) or files.is_probably_binary(start))


def _model(path: str, options: UpgradeOptions, output: str) -> UpgradeOutcome:
    """Upgrades a caffemodel. Raises OSError if the file cannot be read."""
    from bnlint.upgrade.binary import upgrade_model

    result = UpgradeOutcome(path)
    stamp = files.stamp(path)
    settings = options.settings(path)
    upgraded = upgrade_model(files.map_bytes(path), settings.dialect, _limits(settings))
    result.kind, result.problems, result.steps = "model", upgraded.problems, upgraded.steps
    result.left = upgraded.left
    if upgraded.refused:
        result.refused.append(upgraded.refused)
        return result
    target = output or (path if options.in_place else "")
    if not options.writes or (not output and not upgraded.steps):
        return result
    if not target:
        result.refused.append("caffemodels are overwritten only with --in-place; use that or --output FILE")
        return result
    try:
        files.write_parts(target, upgraded.write(), None if output else stamp)
    except files.ChangedMeanwhile as error:
        result.refused.append(str(error))
    except OSError as error:
        result.refused.append(reason(f"{target}: cannot be written", error))
    return result
