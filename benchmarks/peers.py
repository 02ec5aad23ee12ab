"""Other programs that bnlint is compared with: installed for the run if possible, else left out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lark
from lark.lexer import Lexer, Token
from measure import ROOT, Plan

from bnlint._generated import parser_table
from bnlint.caffe.binary.protobuf import proto_text
from bnlint.caffe.schema.messages import schema

_GRAMMAR = ROOT / "bnlint" / "prototxt" / "grammar.lark"
_INSTALL_SECONDS = 180


class Unavailable(Exception):
    """A program is not available; the message says why."""


class _CoarseTokens(Lexer):
    """The tokens of bnlint's parser: coarse ones if the parser accepts them, else fine ones."""

    __future_interface__ = 1

    def __init__(self, _: Any) -> None:
        self.trivia = re.compile(parser_table.TRIVIA)
        self.all = re.compile(parser_table.ALL_TOKENS)
        self.fine = re.compile(parser_table.FINE_TOKENS)

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        given = lexer_state.text
        text: str = getattr(given, "text", given)
        states = parser_state.parse_conf.states
        leading = self.trivia.match(text)
        position = leading.end() if leading else 0
        while position < len(text):
            match = self.all.match(text, position)
            if match is None or match.lastgroup not in states[parser_state.position]:
                match = self.fine.match(text, position)
            assert match is not None and match.lastgroup is not None
            yield Token(match.lastgroup, match[match.lastgroup], match.start())
            position = match.end()


def lark_parser() -> lark.Lark:
    """bnlint's grammar, run by lark's own loop into lark's own tree."""
    return lark.Lark(_GRAMMAR.read_text(encoding="utf-8"), start="document", parser="lalr", lexer=_CoarseTokens)


def accepts(parser: lark.Lark, text: str) -> bool:
    try:
        parser.parse(text)
    except lark.exceptions.UnexpectedInput:
        return False
    return True


@cache
def installed(name: str, plan: Plan) -> str:
    """The command of a Python package, installed with pip for the run if necessary. Raises Unavailable."""
    existing = shutil.which(name, path=os.path.dirname(sys.executable)) or shutil.which(name)
    if existing:
        return existing
    if plan.quick:
        raise Unavailable(f"{name} is not installed, and a quick run installs nothing")
    home = plan.work / "peers" / name
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    _install(name, [sys.executable, "-m", "venv", str(home)])
    _install(name, [str(scripts / "python"), "-m", "pip", "install", "--quiet", name])
    return str(shutil.which(name, path=str(scripts)))


@cache
def txtpbfmt(plan: Plan) -> str:
    """Google's formatter for text protos, written in Go, built for the run. Raises Unavailable."""
    go = shutil.which("go")
    if go is None:
        raise Unavailable("go is not installed")
    if plan.quick:
        raise Unavailable("a quick run builds nothing")
    home = plan.folder("peers/go")
    package = "github.com/protocolbuffers/txtpbfmt/cmd/txtpbfmt@latest"
    _install("txtpbfmt", [go, "install", package], GOBIN=str(home), GOPATH=str(home / "path"), GOFLAGS="-modcacherw")
    return str(home / "txtpbfmt")


def _install(name: str, words: list[str], **variables: str) -> None:
    try:
        subprocess.run(words, env=os.environ | variables, capture_output=True, check=True, timeout=_INSTALL_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f"{name} cannot be installed") from error


def protoc(folder: Path) -> list[str]:
    """The command that reads a net with protobuf's C++ parser and writes it as a binary message."""
    (folder / "caffe.proto").write_text(proto_text(schema()), encoding="utf-8")
    words = ["--encode=caffe.NetParameter", f"-I{folder}", str(folder / "caffe.proto")]
    return [sys.executable, "-m", "grpc_tools.protoc", *words]
