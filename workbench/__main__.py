"""``python -m workbench`` is ``back-guide``."""

import sys

from workbench.cli import main

sys.exit(main())
