"""Headless runs end to end, against servers on this machine: results, exit codes, bad servers, interruptions."""

import asyncio
import json
import os
import pty
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from liftui.exits import ExitCode
from tests.liftui.command import Finished, finish, liftui, start_liftui
from tests.loopback.replay import replaying
from tests.loopback.server import Exchange, LoopbackServer

SUITE = """
[suite]
name = "vowels"
[[task]]
id = "vowels"
prompt = "Count the vowels of a text"
cases = [{ call = "f('banana')", returns = "3" }]
[[task]]
id = "wrong"
prompt = "Count the vowels of a text"
cases = [{ call = "f('banana')", returns = "4" }]
"""
PASSING = ("--filter", "vowels")


@pytest.fixture
def suite(tmp_path: Path) -> str:
    """Write a suite of which the replayed lift solves the first task only."""
    path = tmp_path / "vowels.toml"
    path.write_text(SUITE)
    return str(path)


async def run(suite: str, url: str, folder: Path, *more: str, **environment: str) -> Finished:
    """Run ``suite`` at ``url``, recording into ``folder``/out."""
    arguments = ("--run", suite, "--endpoint", url, "--out", str(folder / "out"), *more)
    return await liftui(*arguments, folder=folder, **environment)


def recorded(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Read the run's description and its records."""
    lines = (folder / "out" / "results.jsonl").read_text().splitlines()
    return json.loads((folder / "out" / "run.json").read_text()), [json.loads(line) for line in lines]


async def test_a_run_reports_on_stdout_narrates_on_stderr_and_records(suite: str, tmp_path: Path) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        finished = await run(suite, server.url, tmp_path, LIFTUI_API_KEY="sk-hidden")

    assert finished.code == ExitCode.FAILED
    assert "Passed: 1 of 2 (50%)" in finished.stdout
    assert "wrong: FAIL, 0/1 cases" in finished.stderr
    assert "f('banana'): expected 4, got 3" in finished.stderr
    assert finished.stderr.endswith(f"Records: {tmp_path / 'out'}\n")
    description, records = recorded(tmp_path)
    assert [record["status"] for record in records] == ["passed", "failed"]
    assert description["totals"]["passed"] == 1
    assert "sk-hidden" not in str(description) + str(records) + finished.stdout + finished.stderr


@pytest.mark.parametrize(("more", "tier"), [((), "zygote"), (("--unsafe-no-sandbox",), "subprocess")])
async def test_every_record_names_the_sandbox_and_only_its_absence_is_loud(
    suite: str, tmp_path: Path, more: tuple[str, ...], tier: str
) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        finished = await run(suite, server.url, tmp_path, *more)
    _, records = recorded(tmp_path)
    assert {record["sandbox"] for record in records} == {tier}
    assert ("NO SANDBOX: generated code can do all that you can" in finished.stderr) == bool(more)


@pytest.mark.parametrize(
    ("more", "code"),
    [(PASSING, 0), (("--threshold", "0.5"), 0), (("--threshold", "0.6"), 1), ((*PASSING, "--repeat", "3"), 0)],
)
async def test_the_share_passed_decides_the_exit_code(
    suite: str, tmp_path: Path, more: tuple[str, ...], code: int
) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        finished = await run(suite, server.url, tmp_path, *more)

    assert finished.code == code


async def test_json_gives_the_records_and_nothing_else(suite: str, tmp_path: Path) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        finished = await run(suite, server.url, tmp_path, "--json")

    assert [json.loads(line) for line in finished.stdout.splitlines()] == recorded(tmp_path)[1]
    assert "Passed: 1 of 2 (50%)" in finished.stderr


async def test_without_a_display_only_the_exit_code_speaks(suite: str, tmp_path: Path) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        finished = await run(suite, server.url, tmp_path, "--display", "none")

    assert finished == Finished("", "", ExitCode.FAILED)


async def test_a_folder_that_holds_a_run_is_not_overwritten(suite: str, tmp_path: Path) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        await run(suite, server.url, tmp_path)
        before = recorded(tmp_path)
        finished = await run(suite, server.url, tmp_path, "--display", "none")

    finished.assert_one_sentence(ExitCode.USAGE, "already holds", "another folder")
    assert recorded(tmp_path) == before


async def test_a_reader_that_leaves_ends_the_run_without_a_traceback(suite: str, tmp_path: Path) -> None:
    async with LoopbackServer(replaying(10_000)) as server:
        arguments = ("--run", suite, "--endpoint", server.url, "--json", "--display", "none")
        process = await start_liftui(*arguments, folder=tmp_path)
        assert process.stdout is not None
        process.stdout._transport.close()  # type: ignore[attr-defined]  # the only way to hang up
        finished = await finish(process)

    assert (finished.stderr, finished.code) == ("", ExitCode.INTERRUPTED)


async def test_a_terminal_gets_the_live_display(suite: str, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    async with LoopbackServer(replaying(10_000)) as server:
        arguments = ("--run", suite, "--endpoint", server.url, *PASSING)
        process = await start_liftui(*arguments, folder=tmp_path, stderr=slave, TERM="xterm-256color")
        os.close(slave)
        _, seen = await asyncio.gather(finish(process), asyncio.to_thread(read_terminal, master))

    assert b"\x1b[?25l" in seen
    assert "✓ PASS".encode() in seen


def read_terminal(master: int) -> bytes:
    """Read what is shown on a terminal until its last user has left."""
    seen = b""
    with os.fdopen(master, "rb", buffering=0) as terminal:
        while True:
            try:
                chunk = terminal.read(4096)
            except OSError:  # how Linux says that nobody writes any more
                return seen
            if not chunk:
                return seen
            seen += chunk


@asynccontextmanager
async def answering(status: int, body: str) -> AsyncIterator[str]:
    """Serve the same answer to whatever is asked, and give the URL."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} Status\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    ("status", "body", "part"),
    [
        (200, "<html><body>Sign in</body></html>", "OpenAI-compatible"),
        (401, "no", "api_key"),
        (200, r'{"data": [{"id": "\u001b[31mother\n"}]}', "[31mother"),
    ],
)
async def test_a_server_that_cannot_lift_is_one_sentence(
    suite: str, tmp_path: Path, status: int, body: str, part: str
) -> None:
    async with answering(status, body) as url:
        more = ("--model", "wanted", "--display", "none")
        finished = await run(suite, url, tmp_path, *more, LIFTUI_API_KEY="sk-hidden")

    finished.assert_one_sentence(ExitCode.UNAVAILABLE, url, part)
    assert "sk-hidden" not in finished.stderr
    assert "\x1b" not in finished.stderr


async def test_a_refused_connection_is_one_sentence(suite: str, tmp_path: Path) -> None:
    async with answering(200, "") as url:
        pass  # now nothing listens there any more

    finished = await run(suite, url, tmp_path, "--display", "none")

    finished.assert_one_sentence(ExitCode.UNAVAILABLE, url)


async def test_a_run_without_any_lift_says_that_nothing_was_available(suite: str, tmp_path: Path) -> None:
    async def refuse(exchange: Exchange) -> None:
        await exchange.answer(401, b"no")

    async with LoopbackServer(refuse) as server:
        finished = await run(suite, server.url, tmp_path)

    assert finished.code == ExitCode.UNAVAILABLE
    assert "Stopped" in finished.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupted_run_keeps_and_names_what_had_finished(
    suite: str, tmp_path: Path, stop: signal.Signals
) -> None:
    in_the_midst = asyncio.Event()

    async def hang(exchange: Exchange) -> None:
        in_the_midst.set()
        await exchange.hung_up()

    replay = replaying(10_000)
    async with LoopbackServer(replay, replay, hang) as server:
        arguments = ("--run", suite, "--endpoint", server.url, "--out", str(tmp_path / "out"))
        process = await start_liftui(*arguments, folder=tmp_path)
        await in_the_midst.wait()
        process.send_signal(stop)
        finished = await finish(process)

    assert finished.code == ExitCode.INTERRUPTED
    assert finished.stderr.endswith(f"Records: {tmp_path / 'out'}\nliftui: interrupted\n")
    description, records = recorded(tmp_path)
    assert description["interrupted"] is True
    assert [record["task"] for record in records] == ["vowels"]


async def test_a_download_can_be_interrupted(tmp_path: Path) -> None:
    under_way = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(hang, "127.0.0.1", 0) as proxy:
        url = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        process = await start_liftui("--run", "seed", folder=tmp_path, HTTPS_PROXY=url, https_proxy=url)
        await under_way.wait()
        process.send_signal(signal.SIGINT)
        finished = await finish(process)

    assert finished.code == ExitCode.INTERRUPTED
    assert finished.stderr.endswith("liftui: interrupted\n")
    assert "Traceback" not in finished.stderr
