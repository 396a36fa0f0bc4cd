"""The panes of the workbench, one widget a file."""
