"""The embedded model: its weights on this disk, its server in a child process."""
