"""Suites: sets of tasks with the evidence by which they pass."""
