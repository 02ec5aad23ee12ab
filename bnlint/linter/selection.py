"""Selection: which rules run under some settings, how severe they are, and whose fixes may be applied."""

from __future__ import annotations

from bnlint.rules import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnlint.linter.settings import Selection, Settings
    from bnlint.rules.catalog import Rule
    from bnlint.text.diagnostics import Severity


def enabled(settings: Settings) -> frozenset[str]:
    """The ids of the rules that run.

    The longest selector that fits a rule decides; at equal length `ignore` wins. Without `select` all default
    rules are selected. A prefix selects only default rules; an exact id or ``ALL`` also those that are off. `fallback`
    decides about the rules that the other selectors do not mention.
    """
    given = (settings.select, settings.ignore, settings.extend_select)
    if not any((*given, *settings.fallback, settings.ignored_here, settings.rules)):
        return frozenset(rule.id for rule in catalog.rules().values() if rule.default)
    chosen = []
    for rule in catalog.known(settings.rules).values():
        fallback = _selects(settings.fallback, rule, rule.default) if any(settings.fallback) else rule.default
        if _selects(given, rule, fallback) and not any(catalog.fits(s, rule.id) for s in settings.ignored_here):
            chosen.append(rule.id)
    return frozenset(chosen)


def _selects(given: Selection, rule: Rule, otherwise: bool) -> bool:
    """Whether (select, ignore, extend_select) select a rule; `otherwise` if they do not mention it."""
    select, ignore, extend_select = given
    selected = _longest(
        s
        for s in (*select, *extend_select)
        if catalog.fits(s, rule.id) and (rule.default or s in (rule.id, catalog.ALL))
    )
    ignored = _longest(s for s in ignore if catalog.fits(s, rule.id))
    if selected < 0 and ignored < 0 and not select:
        return otherwise
    return selected > ignored


def severity_of(id: str, settings: Settings) -> Severity | None:
    """The severity that the settings give to a rule; None if they do not change it."""
    fitting = [(_length(selector), severity) for selector, severity in settings.severity if catalog.fits(selector, id)]
    return max(fitting)[1] if fitting else None


def may_fix(id: str, settings: Settings) -> bool:
    """Whether the settings allow the fixes of a rule to be applied."""
    fixable = _longest(s for s in settings.fixable if catalog.fits(s, id)) if settings.fixable else 0
    return fixable > _longest(s for s in settings.unfixable if catalog.fits(s, id))


def _longest(selectors: Iterable[str]) -> int:
    """The length of the longest selector, 0 for ``ALL``, -1 without any."""
    return max(map(_length, selectors), default=-1)


def _length(selector: str) -> int:
    return 0 if selector == catalog.ALL else len(selector)
