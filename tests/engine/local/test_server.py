"""The embedded server as a process: it starts, answers, survives one crash and never outlives its parent."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

import httpx
import psutil
import pytest

from engine.errors import ModelError
from engine.local import child
from engine.local.child import ServerConfig
from engine.local.server import EmbeddedServer

MODEL = "embedded"
QUESTION = {
    "messages": [{"role": "user", "content": "Is water wet?"}],
    "grammar": 'root ::= "yes" | "no"',
    "max_tokens": 8,
}


async def ask(server: EmbeddedServer, path: str, body: object = None) -> httpx.Response:
    config = server.endpoint
    async with httpx.AsyncClient(headers=config.headers, base_url=config.url, timeout=120) as client:
        return await (client.get(path) if body is None else client.post(path, json=body))


async def answer(server: EmbeddedServer) -> str:
    response = await ask(server, "/v1/chat/completions", QUESTION)
    text: str = response.json()["choices"][0]["message"]["content"]
    return text


async def crash_while_it_answers(server: EmbeddedServer) -> None:
    with pytest.raises(httpx.TransportError):
        await crash_at_first_text(server)


async def crash_at_first_text(server: EmbeddedServer) -> None:
    config = server.endpoint
    endless = {"messages": QUESTION["messages"], "stream": True, "ignore_eos": True}
    async with (
        httpx.AsyncClient(headers=config.headers, base_url=config.url, timeout=120) as client,
        client.stream("POST", "/v1/chat/completions", json=endless) as response,
    ):
        async for _ in response.aiter_lines():
            os.kill(server.pid, signal.SIGSEGV)


class TestRefusal:
    async def test_a_file_that_is_no_model_is_named_by_the_servers_own_reason(self, tmp_path: Path) -> None:
        before = psutil.Process().children()
        (tmp_path / "junk.gguf").write_bytes(b"hello")
        with pytest.raises(ModelError, match=r"did not start \(.*invalid magic characters.*another endpoint"):
            async with EmbeddedServer.start(tmp_path / "junk.gguf", MODEL):
                pytest.fail("it started")
        assert psutil.Process().children() == before

    async def test_weights_larger_than_the_memory_are_refused_before_loading(self, tmp_path: Path) -> None:
        with (tmp_path / "huge.gguf").open("wb") as file:
            file.truncate(10**13)
        with pytest.raises(ModelError, match=r"needs 17500\.0 GB of memory .* are free"):
            async with EmbeddedServer.start(tmp_path / "huge.gguf", MODEL):
                pytest.fail("it started")


@pytest.mark.weights
class TestRunning:
    @pytest.fixture
    async def server(self, weights: Path) -> AsyncIterator[EmbeddedServer]:
        async with EmbeddedServer.start(weights, MODEL) as server:
            yield server

    async def test_it_lists_its_model_and_answers_under_a_grammar(self, server: EmbeddedServer) -> None:
        models = (await ask(server, "/v1/models")).json()
        assert [model["id"] for model in models["data"]] == [MODEL]
        assert await answer(server) in {"yes", "no"}

    async def test_nobody_gets_in_without_the_key_and_the_process_list_does_not_show_it(
        self, server: EmbeddedServer
    ) -> None:
        async with httpx.AsyncClient(base_url=server.endpoint.url) as stranger:
            assert (await stranger.post("/v1/chat/completions", json=QUESTION)).status_code == 401
        assert server.endpoint.api_key is not None
        key = server.endpoint.api_key.get_secret_value()
        assert key not in json.dumps(psutil.Process(server.pid).as_dict(["cmdline", "environ"]))

    async def test_a_crash_in_the_middle_of_an_answer_is_survived_once_at_the_same_address(
        self, server: EmbeddedServer
    ) -> None:
        before, config = server.pid, server.endpoint
        await crash_while_it_answers(server)
        await server.ensure_running()
        assert server.pid != before
        assert server.endpoint == config
        assert await answer(server) in {"yes", "no"}

        await crash_while_it_answers(server)
        with pytest.raises(ModelError, match="crashed twice"):
            await server.ensure_running()

    async def test_it_stays_the_same_process_while_it_is_well(self, server: EmbeddedServer) -> None:
        before = server.pid
        for _ in range(2):
            await server.ensure_running()
            await answer(server)
        assert server.pid == before

    async def test_a_second_one_does_not_disturb_the_first(self, server: EmbeddedServer, weights: Path) -> None:
        async with EmbeddedServer.start(weights, MODEL) as other:
            assert other.endpoint.url != server.endpoint.url
            assert {await answer(server), await answer(other)} <= {"yes", "no"}
            assert (await ask_with_key_of(other, server)).status_code == 401
        assert await answer(server) in {"yes", "no"}


async def ask_with_key_of(stranger: EmbeddedServer, server: EmbeddedServer) -> httpx.Response:
    async with httpx.AsyncClient(headers=stranger.endpoint.headers, base_url=server.endpoint.url) as client:
        return await client.get("/v1/models")


@pytest.mark.weights
async def test_a_start_that_takes_too_long_is_given_up_and_leaves_no_process(weights: Path) -> None:
    before = psutil.Process().children()
    with pytest.raises(ModelError, match="not ready after 0 s"):
        async with EmbeddedServer.start(weights, MODEL, startup_s=0.001):
            pytest.fail("it started")
    assert psutil.Process().children() == before


@pytest.mark.weights
@pytest.mark.parametrize("moment", ["while it loads", "when it is ready"])
def test_it_ends_with_its_killed_parent(weights: Path, moment: str) -> None:
    command = [sys.executable, "-m", "tests.engine.local.hold_server", str(weights)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        if moment == "when it is ready":
            assert parent.stdout.readline() == "ready\n"
        while not (children := psutil.Process(parent.pid).children()):
            assert parent.poll() is None
        parent.kill()
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


@pytest.mark.weights
def test_it_ends_with_its_input_even_if_nobody_heard_that_it_was_ready(weights: Path) -> None:
    config = ServerConfig(str(weights), MODEL, api_key="secret", threads=2)
    command = [sys.executable, "-P", child.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.close()
        process.stdin.write(json.dumps(asdict(config)).encode() + b"\n")
        process.stdin.close()
        assert process.wait(timeout=120) == 0


@pytest.mark.weights
async def test_ctrl_c_in_the_terminal_does_not_end_it(weights: Path) -> None:
    async with EmbeddedServer.start(weights, MODEL) as server:
        psutil.Process(server.pid).send_signal(signal.SIGINT)
        assert await answer(server) in {"yes", "no"}
