"""The Linux tier: jobs forked from a warm interpreter, without any system call that reaches out of them."""
