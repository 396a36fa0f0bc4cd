"""The headless core: it lifts a request to an IR, to Python, to results, and never prints."""
