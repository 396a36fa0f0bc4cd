"""Serves one recorded lift at a chosen speed, in llama.cpp's words, to whoever asks anything.

    python -m tests.loopback.replay --tokens-per-second 1000

prints its URL and serves until its standard input ends. A chat that ends with the user gets the IR; one that ends
with an assistant message to continue gets the code. The `timings` are what the server itself measured, so that a
client's end-to-end time less theirs is the time spent outside the server.
"""

import argparse
import asyncio
import re
import sys
import time

from tests.loopback.server import DONE, Exchange, LoopbackServer, Script, delta, finish

IR = (
    '{"intent":"Count the vowels of a text","signature":"count_vowels(text: str) -> int",'
    '"effects":["count the characters in \'aeiouAEIOU\'","return the count"]}'
)
CODE = "    return sum(1 for character in text if character in 'aeiouAEIOU')\n"


def tokens(text: str) -> list[str]:
    """``text`` in pieces about as long as a model's tokens."""
    return re.findall(r"\s*\w{1,6}|\s*[^\w\s]{1,2}|\s+", text)


def replaying(tokens_per_second: float, repeat: int = 1) -> Script:
    """A script that gives the recorded lift, each text ``repeat`` times over, at ``tokens_per_second``."""

    async def script(exchange: Exchange) -> None:
        began = time.perf_counter()
        continues = exchange.json["messages"][-1]["role"] == "assistant"
        pieces = tokens(CODE if continues else IR) * repeat
        await exchange.begin()
        for number, piece in enumerate(pieces, start=1):
            await asyncio.sleep(began + number / tokens_per_second - time.perf_counter())
            await exchange.send(delta(piece))
        predicted_ms = (time.perf_counter() - began) * 1000
        timings = {"cache_n": 100, "prompt_n": 0, "prompt_ms": 0.0, "predicted_n": len(pieces)}
        await exchange.send(finish("stop", timings={**timings, "predicted_ms": predicted_ms}), DONE)
        await exchange.end()

    return script


async def _serve(tokens_per_second: float, repeat: int) -> None:
    async with LoopbackServer(replaying(tokens_per_second, repeat)) as server:
        print(server.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tokens-per-second", type=float, default=1000.0)
    parser.add_argument("--repeat", type=int, default=1, help="how often each text is said over")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.tokens_per_second, arguments.repeat))
