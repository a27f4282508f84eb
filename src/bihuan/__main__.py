"""``python -m bihuan`` is ``bihuan``."""

from bihuan.cli import main

raise SystemExit(main())
