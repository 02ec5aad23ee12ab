"""Rules as users write them, and a net to check with them: shared by the tests of rule files."""

from __future__ import annotations

from pathlib import Path

from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.text.diagnostics import Diagnostic
from bnlint.text.source import Source

HEAD = """\
id: MY101
name: my-rule
summary: A rule.
severity: warning
message: "{{name}}"
"""
NET = """\
name: "net"
layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } data_param { batch_size: 8 } }
layer { name: "test" type: "Data" top: "data" top: "label" include { phase: TEST } data_param { batch_size: 4 } }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" param { lr_mult: 1 } param { lr_mult: 2
  decay_mult: 0 } convolution_param { num_output: 8 kernel_size: 3 kernel_size: 5 weight_filler { type: "msra" } } }
layer { name: "bn" type: "BatchNorm" bottom: "conv" top: "bn" batch_norm_param { eps: 1e-5 } }
layer { name: "scale" type: "Scale" bottom: "bn" top: "bn" scale_param { bias_term: true } }
layer { name: "relu" type: "ReLU" bottom: "bn" top: "bn" }
layer { name: "drop" type: "Dropout" bottom: "bn" top: "drop" dropout_param { dropout_ratio: 0.1 }
  include { phase: TRAIN } }
layer { name: "pool" type: "Pooling" bottom: "bn" top: "pool" pooling_param { pool: AVE } phase: TEST }
layer { name: "fc" type: "InnerProduct" bottom: "pool" top: "fc" inner_product_param { num_output: 2 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" loss_weight: 0.5 }
"""


def load(folder: Path, text: str) -> str:
    (folder / "rule.yaml").write_text(text)
    return str(folder)


def lint(folder: Path, rule: str, net: str = NET) -> list[Diagnostic]:
    settings = Settings(select=("MY",), rules=(load(folder, rule),))
    result = check(Source(net), settings)
    assert not result.bugs
    return result.diagnostics


def forget() -> None:
    """Clears the caches of rules, which are read once per folder: in tests, the files change."""
    from bnlint.checks.declarative.rules import compiled
    from bnlint.rules import catalog

    catalog.user_pages.cache_clear()
    catalog._user_rules.cache_clear()
    compiled.cache_clear()


CASES = """\
match: {type: [BatchNorm, Scale, ReLU]}
cases:
  - match: {type: Scale}
    severity: error
    message: bad {{name}}
  - match: {in_place: true}
    severity: info
    fix: {}
fix: {applicability: unsafe, title: "Rename", set: {name: other}}
"""
