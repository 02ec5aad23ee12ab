"""Measurements in this process: parsing, checking and fixing texts that are already in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Set
from time import process_time

import peers
from google.protobuf import text_format
from measure import Figure, Plan, Row, Work, interleaved
from texts import Text, real_files, repeated

from bnlint.caffe.binary.protobuf import message_class
from bnlint.caffe.schema.messages import schema
from bnlint.caffe.session import Session
from bnlint.fixer.fix import fix
from bnlint.linter.check import check
from bnlint.linter.settings import Settings
from bnlint.prototxt.parser import parse
from bnlint.text.source import Source

SETTINGS = Settings()
_PROTOBUF = "text_format.Parse"
PARSE = Row("parse, real files", _PROTOBUF, ">= 4.5")
CHECK = Row("check, real files", _PROTOBUF, ">= 3")
LARGE_PARSE = Row("parse, net of 5 MB", _PROTOBUF, ">= 4.5")
LARGE_CHECK = Row("check, net of 5 MB", _PROTOBUF, ">= 3")
MEMORY = Row("memory of a check, net of 5 MB", "the text", "<= 25", "MB")
FIX = Row("fix, nothing to fix", "check", "<= 1.2")
LARK = Row("parse, the same grammar", "lark's own loop")
ROWS = (PARSE, CHECK, LARGE_PARSE, LARGE_CHECK, MEMORY, FIX, LARK)


def measure(wanted: Set[Row], plan: Plan) -> Iterator[Figure]:
    """The figures of the requested rows."""
    if wanted & {PARSE, CHECK}:
        yield from _faster({PARSE: parse_all, CHECK: check_all}, real_files(plan.folders).texts, plan)
    large = [Text(Source(repeated(plan.size(5_000_000))), message_class(schema()))]
    if wanted & {LARGE_PARSE, LARGE_CHECK}:
        yield from _faster({LARGE_PARSE: parse_all, LARGE_CHECK: check_all}, large, plan)
    if MEMORY in wanted:
        yield _peak_memory(large[0].source.text)
    if FIX in wanted:
        clean = [text for text in real_files(plan.folders).texts if not fix(text.source, SETTINGS).applied]
        yield interleaved(
            [Work(lambda: fix_all(clean)), Work(lambda: check_all(clean))], plan, clock=process_time
        ).figure(FIX, 0, 1)
    if LARK in wanted:
        grammar = peers.lark_parser()
        read = [text for text in real_files(plan.folders).texts if peers.accepts(grammar, text.source.text)]
        works = [
            Work(lambda: parse_all(read)),
            Work(lambda: [grammar.parse(text.source.text) for text in read]),
        ]
        yield interleaved(works, plan, clock=process_time).figure(LARK, 0, 1)


def _faster(rows: dict[Row, Callable[[list[Text]], None]], texts: list[Text], plan: Plan) -> Iterator[Figure]:
    """Each work compared with protobuf, which is timed once for all of them."""
    works = [Work(lambda work=work: work(texts)) for work in rows.values()]  # type: ignore[misc]
    timings = interleaved([*works, Work(lambda: protobuf_all(texts))], plan, clock=process_time)
    for number, row in enumerate(rows):
        yield timings.figure(row, number, len(works))


def parse_all(texts: list[Text]) -> None:
    for text in texts:
        parse(text.source.text)


def check_all(texts: list[Text]) -> None:
    """As in a run over a folder: files share a session."""
    session = Session()
    for text in texts:
        check(text.source, SETTINGS, session=session)


def fix_all(texts: list[Text]) -> None:
    session = Session()
    for text in texts:
        fix(text.source, SETTINGS, session=session)


def protobuf_all(texts: list[Text]) -> None:
    for text in texts:
        text_format.Parse(text.source.text, text.message())


def _peak_memory(text: str) -> Figure:
    """The peak memory of checking a text, without the text itself, compared with the size of the text."""
    source = Source(text)
    tracemalloc.start()
    check(source, SETTINGS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Figure(MEMORY, peak / 1e6, len(text) / 1e6, 1)
