"""`python -m afterglow.cli`, for where the `afterglow` command is not on the path."""

import sys

from afterglow.cli import main

sys.exit(main())
