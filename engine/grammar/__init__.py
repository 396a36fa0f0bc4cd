"""Grammars for the server's constrained decoding."""
