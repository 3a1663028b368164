"""A throw-away PostgreSQL cluster for the tests: real binaries, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb and pg_ctl are, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster; gives the URL of its server without a database name."""
    bin_dir = binaries()
    assert bin_dir is not None, "PostgreSQL's binaries are missing: make test installs them"
    folder = Path(tempfile.mkdtemp(prefix="phieu-pg-"))
    as_user = _unprivileged()
    if as_user:
        os.chown(folder, as_user[0], as_user[1])
    port = _free_port()
    run = lambda *command: subprocess.run(  # noqa: E731
        command,
        check=True,
        capture_output=True,
        cwd=folder,
        **({"user": as_user[0], "group": as_user[1]} if as_user else {}),
    )
    run(
        bin_dir / "initdb",
        "-D",
        folder / "db",
        "-U",
        "phieu",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F -c max_connections=60"
    run(bin_dir / "pg_ctl", "-D", folder / "db", "-l", folder / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql://phieu@127.0.0.1:{port}"
    finally:
        run(bin_dir / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> tuple[int, int] | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    user = next((u for u in ("postgres", "nobody") if _known(u)), None)
    assert user, "root needs a user to run PostgreSQL as"
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
