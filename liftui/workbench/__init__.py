"""What the workbench keeps, copies and hands out; knows nothing of Textual."""
