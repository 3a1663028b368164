"""What `make run` does with its two processes when it is told to stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.config import ROOT


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_whole_group_stops_every_child_once_and_a_deaf_one_too(number: int, tmp_path: Path) -> None:
    """As Ctrl-C in a terminal and closing it do: the children hear only of the end, and once."""
    child = (
        "import pathlib, signal, sys, time\n"
        "heard = pathlib.Path(sys.argv[1])\n"
        "def hear(number, _frame):\n"
        "    heard.open('a').write(signal.Signals(number).name + ' ')\n"
        "    if sys.argv[2] == 'stops': sys.exit(0)\n"
        "for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(number, hear)\n"
        "heard.touch()\n"
        "while True: time.sleep(0.05)\n"
    )
    files = {manner: tmp_path / manner for manner in ("stops", "deaf")}
    commands = [[sys.executable, "-c", child, str(path), manner] for manner, path in files.items()]
    code = f"import sys; from app.bootstrap import supervise; sys.exit(supervise({commands!r}, grace=1))"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, start_new_session=True)
    deadline = time.monotonic() + 30
    while not all(path.exists() for path in files.values()):
        assert time.monotonic() < deadline and parent.poll() is None
        time.sleep(0.05)
    os.killpg(parent.pid, number)
    assert parent.wait(20) == 0
    assert {path.read_text() for path in files.values()} == {"SIGTERM "}
