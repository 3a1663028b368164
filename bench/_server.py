"""The real server (granian, as `make run` starts it) over a throw-away data folder, for the benchmarks."""

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


@dataclass(frozen=True)
class Server:
    url: str
    data_dir: Path

    def flask(self, *arguments: str) -> str:
        """Run one of the program's own commands over the same data; returns what it printed."""
        command = [str(BIN / "flask"), "--app", "wsgi", *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True)
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DATA_DIR": str(self.data_dir), "PORT": self.url.rsplit(":", 1)[1]}


@contextmanager
def serving() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="phieu-bench-") as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = Server(f"http://127.0.0.1:{port}", Path(folder))
        server.flask("prepare")
        command = [BIN / "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
        command += ["--blocking-threads", "8", "--log-level", "error", "--no-ws", "wsgi:app"]
        process = subprocess.Popen([str(part) for part in command], env=server.environment, cwd=ROOT)
        try:
            _wait_for(server.url + "/healthz")
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(url: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
