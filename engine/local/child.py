"""The child process: the embedded server and nothing else, so that its crash takes nobody along.

Run as a script, by path: it needs nothing of this package, and a folder named ``engine`` where the user happens
to be must not be imported in its place. Its standard input begins with one line, `ServerConfig` as JSON (the
API key must not stand in the process list), and stays open for as long as the server is wanted. Its standard
output is one line, ``{"url": …}``, when the server is ready; its log is standard error.
"""

import ctypes
import json
import os
import signal
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xllamacpp import Server

_PR_SET_PDEATHSIG = 1
_WARNINGS = 2


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """What is to be served, and how."""

    weights: str
    model: str
    """The name under which the server lists the model."""
    api_key: str = field(repr=False)
    threads: int
    port: int = 0
    """A free one where it is 0."""
    context_tokens: int = 4096
    prompt_cache_mib: int = 256
    """Memory for the states of earlier conversations, 28 KiB a token; llama.cpp's own bound is 8 GiB.

    With it, going back to another system prompt of 500 tokens takes 40 ms instead of 7 s, measured on two cores.
    """


def start_server(config: ServerConfig) -> "Server":
    """Load the model and listen on the loopback interface; raises RuntimeError where that fails."""
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = config.weights
    params.model_alias = {config.model}
    params.api_keys = [config.api_key]
    params.hostnames = ["127.0.0.1"]
    params.port = config.port
    params.n_parallel = 1
    params.n_ctx = config.context_tokens
    params.cpuparams.n_threads = config.threads
    params.cpuparams_batch.n_threads = config.threads
    params.cache_ram_mib = config.prompt_cache_mib
    params.ui = False
    params.verbosity = _WARNINGS
    return Server(params)


def main() -> None:
    """Serve until standard input ends, which it does when the parent goes, however it goes."""
    # Ctrl-C in a terminal reaches the whole process group; ending the server is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    server = start_server(ServerConfig(**json.loads(sys.stdin.readline())))
    try:
        print(json.dumps({"url": server.listening_address}), flush=True)
        sys.stdin.read()
    finally:
        # Neither a parent that went before it could read nor a decode in progress may hold the process back.
        os._exit(0)


def _end_with_parent() -> None:
    """Have Linux end this process with the thread that started it: reading must wait while the model loads."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
