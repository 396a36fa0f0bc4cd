"""Headless displays of a run, behind one Protocol."""
