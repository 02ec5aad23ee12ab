"""Whole sessions: clients with different capabilities, settings, a workspace, and clients that make mistakes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from bnlint.api import fix, lint
from bnlint.lsp.workspace import SCAN
from tests.forks import caffe_in, sources
from tests.lsp.session import (
    FIXTURES,
    SERVER,
    all_of,
    applied,
    at,
    capabilities,
    change,
    open_text,
    published,
    session,
    text_in,
)

EXAMPLE = (FIXTURES / "example" / "train_val.prototxt").read_text(encoding="utf-8")
V1 = (FIXTURES / "old" / "v1.prototxt").read_text(encoding="utf-8")
URI = "untitled:net.prototxt"
PUBLISHED = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
#: Characters of one to four units, before and inside the ranges.
WIDE = """\
layer { name: "日本/é" type: "Input" top: "ß" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }
layer { name: "😀😀" type: "Convolution" bottom: "ß" top: "😀" convolution_param { num_output: 2 kernel_size: 1 } }
layer { name: "é" type: "BatchNorm" bottom: "😀" top: "😀" param { } param { } param { lr_mult: 0 } } # ß😀
layer { name: "é2" type: "Scale" bottom: "😀" top: "😀" scale_param { bias_term: true } }
"""


async def pulled(client: LanguageClient, previous: str | None = None) -> Any:
    document = types.TextDocumentIdentifier(URI)
    params = types.DocumentDiagnosticParams(document, previous_result_id=previous)
    return await asyncio.wait_for(client.text_document_diagnostic_async(params), 20)


@pytest.mark.asyncio
async def test_nothing_is_published_to_a_client_that_pulls() -> None:
    async with session(capabilities(pull=True)) as (client, result):
        assert result.capabilities.diagnostic_provider is not None
        open_text(client, URI, EXAMPLE)
        report = await pulled(client)
        assert [d.code for d in report.items] == [d.rule for d in lint(EXAMPLE).diagnostics]
        again = await pulled(client, report.result_id)
        assert again.kind == "unchanged"
        change(client, URI, 2, "# x\n" + EXAMPLE)
        third = await pulled(client, report.result_id)
        assert [d.range.start.line for d in third.items] == [d.range.start.line + 1 for d in report.items]
        await asyncio.sleep(0.5)
        assert not client.diagnostics


@pytest.mark.asyncio
async def test_pulling_is_not_offered_to_other_clients() -> None:
    async with session() as (_, result):
        assert result.capabilities.diagnostic_provider is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "encoding", [types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32]
)
async def test_columns_in_each_encoding(encoding: types.PositionEncodingKind) -> None:
    name = encoding.value
    async with session(capabilities(encodings=[encoding])) as (client, result):
        assert result.capabilities.position_encoding == encoding
        open_text(client, URI, WIDE)
        diagnostics = await published(client, URI, 1)
        expected = [WIDE[slice(*d.span)] for d in lint(WIDE).diagnostics]
        assert [text_in(WIDE, d.range, name) for d in diagnostics] == expected != []
        document = types.TextDocumentIdentifier(URI)
        position = at(WIDE, 'bottom: "😀^"', encoding=name)
        definition = await client.text_document_definition_async(types.DefinitionParams(document, position))
        assert isinstance(definition, list)
        assert [text_in(WIDE, each.range, name) for each in definition if isinstance(each, types.Location)] == ["😀"]
        renamed = await client.text_document_rename_async(types.RenameParams(document, position, "日"))
        assert applied(WIDE, renamed, name) == WIDE.replace('"😀"', '"日"')
        context = types.CodeActionContext([], only=["source.fixAll.bnlint"])
        params = types.CodeActionParams(document, all_of(WIDE, name), context)
        (action,) = await client.text_document_code_action_async(params) or []
        assert isinstance(action, types.CodeAction)
        resolved = await client.code_action_resolve_async(action)
        assert applied(WIDE, resolved.edit, name) == fix(WIDE).source.text != WIDE
        ends = [at(WIDE, mark, encoding=name) for mark in ('name: "^é"', 'name: "é^"')]
        change(client, URI, 2, "😀", types.Range(*ends))
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) or []
        assert [each.name for each in symbols] == ["日本/é", "😀😀", "😀", "é2"]


@pytest.mark.asyncio
async def test_old_client() -> None:
    """No resolving, no versions, no tree, no snippets, no Markdown: like Neovim 0.7 and older clients."""
    async with session(capabilities(rich=False)) as (client, _):
        open_text(client, URI, V1)
        document = types.TextDocumentIdentifier(URI)
        params = types.CodeActionParams(document, all_of(V1), types.CodeActionContext([]))
        offered = await client.text_document_code_action_async(params) or []
        assert offered
        assert all(isinstance(each, types.CodeAction) and each.edit and each.edit.changes for each in offered)
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) or []
        assert symbols and all(isinstance(each, types.SymbolInformation) for each in symbols)
        items = await client.text_document_completion_async(types.CompletionParams(document, types.Position(0, 0)))
        assert isinstance(items, types.CompletionList)
        assert not any("$" in (item.text_edit.new_text if item.text_edit else "") for item in items.items)
        hover = await client.text_document_hover_async(types.HoverParams(document, at(V1, "lay^ers")))
        assert hover and isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.kind == types.MarkupKind.PlainText
        edit = await client.text_document_rename_async(types.RenameParams(document, at(V1, 'name: "conv^1'), "new"))
        assert edit and edit.changes
        while not any("weights" in message.message for message in client.messages):
            await asyncio.wait_for(client.wait_for_notification(types.WINDOW_SHOW_MESSAGE), 20)


@pytest.mark.asyncio
async def test_editor_options() -> None:
    async with session(options={"select": ["BN201"], "ignore": ["NOPE1"], "target": 5}) as (client, _):
        open_text(client, URI, EXAMPLE)
        assert [d.code for d in await published(client, URI, 1)] == ["BN201"]
        shown = " ".join(message.message for message in client.messages)
        assert "'ignore'" in shown and "'target'" in shown
        settings = {"bnlint": {"select": ["BN101"]}}
        client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
        assert [d.code for d in await published(client, URI, 1)] == ["BN101"]


@pytest.mark.asyncio
async def test_configuration_is_read_again(tmp_path: Path) -> None:
    net, configuration = tmp_path / "net.prototxt", tmp_path / "bnlint.toml"
    configuration.write_text('select = ["BN201"]\n', encoding="utf-8")
    supported = capabilities()
    assert supported.workspace
    supported.workspace.did_change_watched_files = types.DidChangeWatchedFilesClientCapabilities(
        dynamic_registration=True
    )
    async with session(supported, tmp_path) as (client, _):
        open_text(client, net.as_uri(), EXAMPLE)
        assert [d.code for d in await published(client, net.as_uri(), 1)] == ["BN201"]
        for text, codes in (('ignore = ["BN201", "BN301"]\n', ["BN101"]), ('selekt = ["BN201"]\n', None)):
            configuration.write_text(text, encoding="utf-8")
            event = types.FileEvent(configuration.as_uri(), types.FileChangeType.Changed)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            diagnostics = await published(client, net.as_uri(), 1)
            assert [d.code for d in diagnostics] == codes or codes is None
        assert any("selekt" in message.message for message in client.messages)
        assert [d.code for d in diagnostics] == [d.rule for d in lint(EXAMPLE).diagnostics]


@pytest.mark.asyncio
async def test_what_shows_the_caffe_is_read_again(tmp_path: Path) -> None:
    """A submodule is named, a Caffe that does not keep the solver off the statistics; then there is one that does."""
    net = tmp_path / "models" / "net.prototxt"
    (tmp_path / ".git").mkdir()
    async with session(folder=tmp_path) as (client, _):
        open_text(client, net.as_uri(), EXAMPLE)
        assert "BN201" in [d.code for d in await published(client, net.as_uri(), 1)]
        shows = tmp_path / ".gitmodules"
        shows.write_text('[submodule "caffe"]\npath = caffe\nurl = https://github.com/Microsoft/caffe\n')
        for path, has_it in ((shows, False), (tmp_path / "caffe/src/caffe/proto/caffe.proto", True)):
            if has_it:
                caffe_in(tmp_path / "caffe", sources())
            event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
            client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            codes = [d.code for d in await published(client, net.as_uri(), 1)]
            assert ("BN201" in codes) == has_it


@pytest.mark.asyncio
async def test_findings_in_the_baseline_are_not_published(tmp_path: Path) -> None:
    net = tmp_path / "net.prototxt"
    net.write_text(EXAMPLE, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "bnlint", "baseline"], cwd=tmp_path, check=True, capture_output=True)
    async with session(folder=tmp_path) as (client, _):
        open_text(client, net.as_uri(), EXAMPLE)
        assert await published(client, net.as_uri(), 1) == []
        change(client, net.as_uri(), 2, EXAMPLE.replace('type: "ReLU"', 'type: "RELU"', 1))
        assert [d.code for d in await published(client, net.as_uri(), 2)] == ["FLD106"]


@pytest.mark.asyncio
async def test_scan_reports_progress(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    paths = [tmp_path / "one.prototxt", tmp_path / "deep" / "two.prototxt"]
    for path in paths:
        path.write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "other.prototxt").write_text("# nothing\n", encoding="utf-8")
    (tmp_path / "old.prototxt").write_text(V1, encoding="utf-8")
    (tmp_path / "bnlint.toml").write_text('exclude = ["old*"]\n', encoding="utf-8")
    async with session(folder=tmp_path) as (client, _):
        counted = await client.workspace_execute_command_async(types.ExecuteCommandParams(SCAN))
        assert counted == {"files": 2, "findings": 2 * len(lint(EXAMPLE).diagnostics)}
        assert set(client.diagnostics) == {path.as_uri() for path in paths}
        (reports,) = client.progress_reports.values()
        assert [report.kind for report in reports][:1] == ["begin"]
        assert [report.kind for report in reports][-1:] == ["end"]


@pytest.mark.asyncio
@pytest.mark.filterwarnings("ignore:Unknown progress token")
async def test_workspace_diagnostics_are_pulled(tmp_path: Path) -> None:
    path = tmp_path / "one.prototxt"
    path.write_text(EXAMPLE, encoding="utf-8")
    async with session(capabilities(pull=True), tmp_path) as (client, _):
        params = types.WorkspaceDiagnosticParams(previous_result_ids=[], work_done_token="scan")
        report = await client.workspace_diagnostic_async(params)
        (item,) = report.items
        assert isinstance(item, types.WorkspaceFullDocumentDiagnosticReport)
        assert (item.uri, len(item.items)) == (path.as_uri(), len(lint(EXAMPLE).diagnostics))
        assert client.progress_reports["scan"]
        assert not client.diagnostics


def frames(*messages: Any) -> bytes:
    bodies = [message if isinstance(message, bytes) else json.dumps(message).encode() for message in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n" % len(body) + body for body in bodies)


def request(number: int, method: str, params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def notify(method: str, params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def replies(output: bytes) -> dict[Any, dict[str, Any]]:
    """The responses, by the ids of their requests."""
    messages = {}
    while output:
        header, _, rest = output.partition(b"\r\n\r\n")
        length = int(header.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        message = json.loads(rest[:length])
        output = rest[length:]
        if "method" not in message and "id" in message:
            messages[message["id"]] = message
    return messages


START = request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}})
OPEN = notify("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "p", "version": 1, "text": EXAMPLE}})
HOVER = request(9, "textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 2, "character": 1}})
END = (request(10, "shutdown", None), notify("exit", None))
RANGE = {"start": {"line": 10**6, "character": 10**6}, "end": {"line": 0, "character": 3}}


@pytest.mark.parametrize(
    "mistake",
    [
        frames(b"{"),
        frames(b"\xff\xfe"),
        frames(b"[" * 100_000),
        frames([1, 2], "x", 5, None, {}, {"jsonrpc": "2.0"}, {"jsonrpc": "1.0", "id": 3, "method": "shutdown"}),
        frames(request(3, "textDocument/hover", {"x": 1}), request(4, "no/such", None), notify("no/such", [1])),
        frames(request(3, "textDocument/hover", None), notify("textDocument/didChange", {})),
        frames(notify("textDocument/didClose", {"textDocument": {"uri": "untitled:never-opened"}})),
        frames(
            notify(
                "textDocument/didChange", {"textDocument": {"uri": "untitled:x", "version": 2}, "contentChanges": []}
            )
        ),
        frames(
            notify(
                "textDocument/didChange",
                {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"range": RANGE, "text": ""}]},
            ),
            OPEN,
        ),
        frames(request(3, "codeAction/resolve", {"title": "x", "data": {"uri": URI, "serial": -1}})),
        frames(request(3, "workspace/executeCommand", {"command": "rm", "arguments": [1]})),
        frames(notify("$/cancelRequest", {"id": 77}), {"jsonrpc": "2.0", "id": 88, "result": None}),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n{}",
        b"Content-Length: 999999999999999\r\n\r\n{}",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 3\r\n\r\n" + json.dumps(HOVER).encode(),
        b"Content-Length: 0\r\n\r\n",
        b"\r\n\r\n\0\0\0",
    ],
    ids=range(19),
)
def test_server_survives_mistakes(mistake: bytes) -> None:
    """After any mistake the server still answers requests and exits normally."""
    data = frames(START, notify("initialized", {}), OPEN) + mistake + frames(HOVER, *END)
    completed = subprocess.run(SERVER, input=data, capture_output=True, timeout=60)
    responses = replies(completed.stdout)
    assert "Data" in responses[9]["result"]["contents"]["value"]
    assert responses[10]["result"] is None
    assert completed.returncode == 0, completed.stderr
    assert not completed.stderr


def test_invalid_requests_are_answered() -> None:
    data = frames(START, request(3, "textDocument/hover", {"x": 1}), request(4, "no/such", None), *END)
    responses = replies(subprocess.run(SERVER, input=data, capture_output=True, timeout=60).stdout)
    assert [responses[number]["error"]["code"] for number in (3, 4)] == [-32602, -32601]


@pytest.mark.parametrize("data", [frames(START, notify("exit", None)), frames(START), b""])
def test_exit_without_shutdown(data: bytes) -> None:
    """After `exit` without `shutdown`, or at the end of input, the server exits with status 1."""
    completed = subprocess.run(SERVER, input=data, capture_output=True, timeout=60)
    assert (completed.returncode, completed.stderr) == (1, b"")


def test_without_pygls(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from bnlint.cli.main import main; sys.exit(main())"
    completed = subprocess.run([sys.executable, "-c", code, "server"], capture_output=True, text=True, timeout=60)
    assert completed.returncode == 2
    assert 'pip install "bnlint[lsp]"' in completed.stderr
    assert len(completed.stderr.splitlines()) == 1
