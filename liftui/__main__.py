"""``python -m liftui``."""

import sys

from liftui.cli import main

if __name__ == "__main__":
    sys.exit(main())
