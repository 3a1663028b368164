"""The printer as its users see it: keeps one warm child process (pdf.py), gives it a clock, and replaces it when it
is spent or dead."""

import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.config import ROOT
from app.documents import pipe
from app.jobs.work import Failed, Refused

FONTS = Path(__file__).with_name("fonts.conf")
WANTED_FONTS = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
MISSING_FONTS = "Tinos is missing: sudo apt-get install fonts-croscore"

TIMEOUT = 90.0  # seconds for one request
RENEW_AFTER = 300  # documents; a long-lived renderer may leak


@dataclass(frozen=True)
class Picture:
    """A file to be embedded under `name`; `kind` is "photo" or "signature"."""

    name: str
    path: str
    kind: str


class Printer:
    """One document at a time; `cache` is a folder for fontconfig's notes. `pictures` first, then `print` as often as
    wanted with these pictures."""

    def __init__(self, cache: Path, timeout: float = TIMEOUT) -> None:
        self._cache, self._timeout = cache, timeout
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._late = False

    def warm(self) -> None:
        """Start the child now, so that the first document need not wait for its imports."""
        if self._child is None and fonts_present():
            self._child = _spawn(self._cache)

    def pictures(self, files: Sequence[Picture]) -> Mapping[str, tuple[int, int] | None]:
        """Width and height of each small copy, None for a file that is no picture."""
        if self._asked >= RENEW_AFTER:
            self.close()
        header, _body = self._ask({"do": "pictures", "files": [asdict(file) for file in files]})
        return {name: tuple(size) if size else None for name, size in header["sizes"].items()}

    def print(self, xhtml: str, css: str) -> tuple[bytes, int]:
        """The PDF and its number of pages. Raises Failed, or Refused when the machine lacks something."""
        header, pdf = self._ask({"do": "print", "css": css}, xhtml.encode())
        return pdf, int(header["pages"])

    def interrupt(self) -> None:
        """Stop what is being printed; usable from another thread."""
        child = self._child
        if child is not None:
            child.kill()

    def close(self) -> None:
        child, self._child, self._asked = self._child, None, 0
        if child is not None:
            child.kill()
            child.communicate()

    def _ask(self, header: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        if not fonts_present():
            raise Refused("fonts")
        self.warm()
        child = self._child
        assert child is not None and child.stdin is not None and child.stdout is not None
        self._asked, self._late = self._asked + 1, False
        clock = threading.Timer(self._timeout, self._too_late)
        clock.start()
        try:
            pipe.write(child.stdin, header, body)
            reply = pipe.read(child.stdout)
        except BrokenPipeError:
            reply = None
        finally:
            clock.cancel()
        if reply is None:
            self.close()
            if child.returncode == 3:  # pdf.NO_LIBRARIES; its message is on standard error
                raise Refused("libraries")
            raise Failed("too_long" if self._late else "printer_died")
        if "error" in reply[0]:
            raise Failed(reply[0]["error"])
        return reply

    def _too_late(self) -> None:
        self._late = True
        self.interrupt()


def fonts_present() -> bool:
    """Whether one of the folders of fonts.conf holds all four faces."""
    folders = re.findall(r"<dir>(.*?)</dir>", FONTS.read_text(encoding="utf-8"))
    return any(all((Path(folder) / face).is_file() for face in WANTED_FONTS) for folder in folders)


def _spawn(cache: Path) -> subprocess.Popen[bytes]:
    """A fresh process, never a fork of a program with threads. Its environment holds no secret and no database."""
    cache.mkdir(parents=True, exist_ok=True)
    environment = {
        "XDG_CACHE_HOME": str(cache),
        "FONTCONFIG_FILE": str(FONTS),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "app.documents.pdf"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
        start_new_session=True,  # Ctrl-C is for the parent
    )
