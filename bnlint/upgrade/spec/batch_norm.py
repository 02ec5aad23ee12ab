"""Step 5: sets lr_mult and decay_mult of a BatchNorm's three `param` to 0."""

from __future__ import annotations

from typing import Any

_STATISTICS = 3


def is_needed(net: Any) -> bool:
    """Whether a BatchNorm has exactly three `param` (NetNeedsBatchNormUpgrade). Still true after the upgrade."""
    return any(_has_three(layer) for layer in net.layer)


def upgrade(net: Any, clears: bool = False) -> None:
    """UpgradeNetBatchNorm: names and share modes stay, but not in forks from before pull request 5184 (`clears`)."""
    for layer in net.layer:
        if _has_three(layer):
            if clears:
                layer.ClearField("param")
            for param in layer.param:
                param.lr_mult = 0
                param.decay_mult = 0


def _has_three(layer: Any) -> bool:
    return layer.type == "BatchNorm" and len(layer.param) == _STATISTICS
