"""What runs inside the sandbox: standard library only, imported there as the top-level package `child`."""
