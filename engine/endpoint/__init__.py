"""The client of OpenAI-compatible servers: one SSE client, one dialect a kind of server."""
