"""A worker that knows the work of the tests. Run as ``worker.py LEASE_SECONDS``; it stops on SIGTERM."""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.web.config.settings")

import django

django.setup()

from tests.web.notices import works  # noqa: E402

from bihuan.web.notices.queue.worker import Worker  # noqa: E402

assert works
worker = Worker(lease=timedelta(seconds=float(sys.argv[1])), ticking=False)
signal.signal(signal.SIGTERM, lambda *_: worker.stop())
worker.run()
