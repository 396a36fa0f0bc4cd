"""Runs untrusted source and judges it, without letting expected values near it."""
