"""JavaScript's own tests, one file each, as part of the one suite."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.js import coverage

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(HERE)) for file in FILES])
def test_file(file: Path) -> None:
    node = shutil.which("node")
    assert node, "Node.js is missing: make test installs it"
    environment = os.environ | {"PYTHON": sys.executable}
    if counts := coverage.folder():
        environment["NODE_V8_COVERAGE"] = str(counts)
    done = subprocess.run([node, "--test", file], capture_output=True, text=True, cwd=HERE.parents[1], env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n# pass 0\n" not in done.stdout, "a file without a test"
