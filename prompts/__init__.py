"""Data, no logic: the system prompt, the few-shot example, suites and baselines."""
