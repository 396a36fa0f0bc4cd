"""The workbench: one lift shown as it happens, from the events that every front end sees."""
