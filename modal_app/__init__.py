"""The remote endpoint: a Modal app that serves vLLM with XGrammar."""
