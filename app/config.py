"""One frozen Config, read once from the environment. Nothing else in the program reads the environment."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
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
    trusted_proxies: int = 0
    service_worker: bool = True
    map_tiles: str = ""
    map_credit: str = ""

    @property
    def address(self) -> str:
        """Where people find this installation, for links that are sent to them."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether people reach this installation by https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def blobs_dir(self) -> Path:
        return self.data_dir / "blobs"

    @property
    def staging_dir(self) -> Path:
        return self.data_dir / "staging"

    @property
    def trials_dir(self) -> Path:
        return self.data_dir / "trials"

    @property
    def queue_path(self) -> Path:
        return self.data_dir / "queue.sqlite3"

    @property
    def assets_dir(self) -> Path:
        return self.data_dir / "assets"


def from_environment(env: Mapping[str, str] = os.environ) -> Config:
    """Read the variables that README's "Settings" describes; a secret is made and kept when none is given."""
    data_dir = Path(env.get("DATA_DIR") or ROOT / "data").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    return Config(
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'phieu.sqlite3'}",
        secret_key=env.get("SECRET_KEY") or _kept_secret(data_dir / "secret_key"),
        port=int(env.get("PORT") or 8000),
        host=env.get("HOST") or "127.0.0.1",
        public_url=(env.get("PUBLIC_URL") or "").rstrip("/"),
        trusted_proxies=int(env.get("TRUSTED_PROXIES") or 0),
        map_tiles=_template(env.get("MAP_TILES") or ""),
        map_credit=env.get("MAP_CREDIT") or "",
        service_worker=(env.get("SERVICE_WORKER") or "on") != "off",
    )


def _template(url: str) -> str:
    """Map tiles are fetched by phones: a full address with the three gaps, or none."""
    if url and not (url.startswith(("https://", "http://")) and all(gap in url for gap in ("{z}", "{x}", "{y}"))):
        raise ValueError("MAP_TILES must be an address like https://tiles.example/{z}/{x}/{y}.png")
    return url


def _kept_secret(path: Path) -> str:
    """Sessions and links must survive a restart, so the secret is made once, readable by its owner only.

    Server and worker start together: the file appears under its name with its content or not at all, and the first
    one wins.
    """
    if not path.exists():
        descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        Path(fresh).unlink()
    return path.read_text(encoding="ascii").strip()
