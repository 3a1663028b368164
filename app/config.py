"""One frozen Config, read once from the environment. Nothing else in the program reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    """Everything that may differ between two installations.

    `data_dir` holds the database (when it is SQLite), blobs, built assets and the secret; back it up as one folder.
    """

    data_dir: Path
    database_url: str
    secret_key: str
    port: int = 8000
    host: str = "127.0.0.1"
    forms_dir: Path = ROOT / "forms"
    public_url: str = ""
    version: str = "0.1.0"
    testing: bool = False
    service_worker: bool = True

    @property
    def blobs_dir(self) -> Path:
        return self.data_dir / "blobs"

    @property
    def staging_dir(self) -> Path:
        return self.data_dir / "staging"

    @property
    def queue_path(self) -> Path:
        return self.data_dir / "queue.sqlite3"

    @property
    def assets_dir(self) -> Path:
        return self.data_dir / "assets"


def from_environment(env: Mapping[str, str] = os.environ) -> Config:
    """Read PORT, HOST, DATA_DIR, DATABASE_URL, SECRET_KEY, PUBLIC_URL, SERVICE_WORKER.

    A secret is made and kept when none is given.
    """
    data_dir = Path(env.get("DATA_DIR") or ROOT / "data").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    return Config(
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'phieu.sqlite3'}",
        secret_key=env.get("SECRET_KEY") or _kept_secret(data_dir / "secret_key"),
        port=int(env.get("PORT") or 8000),
        host=env.get("HOST") or "127.0.0.1",
        public_url=(env.get("PUBLIC_URL") or "").rstrip("/"),
        service_worker=(env.get("SERVICE_WORKER") or "on") != "off",
    )


def _kept_secret(path: Path) -> str:
    """Sessions and links must survive a restart, so the secret is made once; created exclusively, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_hex(32)
        file.write(secret + "\n")
    return secret
