"""Has a server read what every lift begins with, before the first lift needs it."""

from contextlib import suppress

from engine.conversation import Conversation
from engine.endpoint.errors import LengthLimitError
from engine.lift import Endpoint
from engine.steps import IRStep, Sampling
from engine.task import Task


async def warm_up(endpoint: Endpoint) -> None:
    """Fill the prefix cache with the system prompt and the examples, and compile the IR's grammar.

    On a CPU that takes seconds, which would else be the first lift's. Raises EndpointError.
    """
    opening = Conversation.opening(Task("warm_up", "Do nothing"))
    request = IRStep(entry_point=None).request(opening, Sampling(ir_max_tokens=1), temperature=0.0)
    with suppress(LengthLimitError):
        async for _ in endpoint.stream(request):
            pass
