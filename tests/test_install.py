"""Without the web extra the product's commands say what to install."""

from __future__ import annotations

import subprocess
import sys

import pytest

BLOCK = "import sys; sys.modules.update(dict.fromkeys(('django', 'granian', 'jinja2', 'whitenoise', 'csp')))"


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_product_command_says_what_to_install(command: str) -> None:
    code = f"{BLOCK}; from bihuan.cli import main; raise SystemExit(main(['{command}', '--port', '1']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'bihuan[web]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
