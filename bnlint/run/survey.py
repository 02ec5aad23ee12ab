"""A first look at many files: what they are, so that a configuration can be written for them."""

from __future__ import annotations

import os

from bnlint.caffe.net.read import read_net
from bnlint.caffe.purpose import Purpose
from bnlint.caffe.schema import messages
from bnlint.run.run import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bnlint.caffe.origin import Origin
    from bnlint.linter.result import Result
    from bnlint.linter.settings import Settings
    from bnlint.run.discover import FoundFile

#: The words in the paths of files that people give names for their purpose.
DEPLOY = ("deploy", "inference")
FINE_TUNE = ("finetune", "finetuning", "fine_tune", "fine-tune")
_TEMPLATE, _FROZEN = "FLD108", "BN302"


class Survey:
    """What some files are. Paths are absolute.

    `caffe`: nets and solvers, templates among them; `others`: files that are not Caffe's. `deploy`: nets whose path
    says that they are for inference, and which have nothing to train. `fine_tune`: nets whose path says that they start
    from a trained model, and which keep its statistics. `origins`: the Caffe that each net and solver is for, and what
    shows it. `errors`: files that cannot be read, with the reason.
    """

    __slots__ = ("caffe", "deploy", "errors", "fine_tune", "origins", "others", "templates")

    def __init__(self) -> None:
        self.origins: dict[str, Origin] = {}
        self.caffe: list[str] = []
        self.others: list[str] = []
        self.templates: list[str] = []
        self.deploy: list[str] = []
        self.fine_tune: list[str] = []
        self.errors: list[str] = []


def survey(files: Iterable[FoundFile], settings: Callable[[str], Settings], jobs: int | None = None) -> Survey:
    """Reads some files, of whose rules only two are needed."""
    seen = Survey()

    def limited(path: str) -> Settings:
        return settings(path).replace(select=(_TEMPLATE, _FROZEN), cache="")

    for outcome in run(files, limited, jobs=jobs):
        path = os.path.abspath(outcome.path)
        if outcome.error or outcome.bugs:
            seen.errors.append(f"{outcome.path}: {outcome.error or f'internal error: {outcome.bugs[0]}'}")
        elif outcome.result is None:
            seen.others.append(path)
        else:
            _add(seen, path, outcome.result)
    return seen


def _add(seen: Survey, path: str, result: Result) -> None:
    seen.caffe.append(path)
    rules = {diagnostic.rule for diagnostic in result.diagnostics}
    words = path.lower()
    if _TEMPLATE in rules:
        seen.templates.append(path)
        return
    seen.origins[path] = result.origin
    if result.kind != "net":
        return
    if _FROZEN in rules and any(word in words for word in FINE_TUNE):
        seen.fine_tune.append(path)
    elif any(word in words for word in DEPLOY) and _deploys(result):
        seen.deploy.append(path)


def _deploys(result: Result) -> bool:
    """Whether a net has nothing to train."""
    return not Purpose(read_net(result.document, messages.schema(result.origin.runs[0]))).trains
