"""XHTML in, PDF out: the child process `python -m app.documents.pdf`, the only place that knows WeasyPrint.

It keeps fonts and style sheets warm, speaks frames (pipe.py) on standard input and output, fetches nothing but the
pictures it was given, and runs under limits of memory and CPU time; its parent (printer.py) adds a clock and kills it.
"""

import gc
import logging
import resource
import signal
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from app.documents import photos, pipe

NO_LIBRARIES = 3  # exit code: pango is not installed

try:
    import weasyprint
    from cssselect2 import ElementWrapper
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError as error:
    print(f"{error}\nsudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", file=sys.stderr)
    sys.exit(NO_LIBRARIES)

MEMORY = 1 << 30  # bytes of address space; the process begins with about a third of it
CPU_SECONDS = 60  # per document
VARIANT = "pdf/a-3a"  # archive copy: fonts and colours inside, tagged for readers, room for attachments
_TYPES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}


class LockedFetcher(URLFetcher):
    """Knows `res:NAME` for the pictures of this document. Everything else ends the document, so that nothing is
    silently missing."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        super().__init__(fail_on_errors=True, allow_redirects=False)
        self._pictures = pictures
        self.fetched: set[str] = set()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "res" or name not in self._pictures:
            raise FatalURLFetchingError(f"refused: {url[:80]}")
        self.fetched.add(name)
        content = self._pictures[name]
        return URLFetcherResponse(url, content, {"Content-Type": _TYPES[content[:2]]})


class Xhtml(weasyprint.HTML):
    """Parsed by the C parser: our templates are well-formed, and HTML5's parser in Python costs ten times as much."""

    def __init__(self, text: bytes, fetcher: URLFetcher) -> None:
        if b"<!" in text:  # typed text arrives escaped, so this would be a document type, the way of entity bombs
            raise ValueError("declarations are refused")
        # An empty page stands in for the source; the real tree replaces what was made of it.
        super().__init__(file_obj=StringIO("<html></html>"), base_url="res:", url_fetcher=fetcher)
        root = ElementTree.fromstring(text)  # noqa: S314 - our own template's output, in a process with limits
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Press:
    """The warm part: parsed style sheets and fonts, and the small pictures of the document at hand."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._sheets: dict[str, weasyprint.CSS] = {}
        self._pictures: dict[str, bytes] = {}

    def pictures(self, files: list[dict[str, str]]) -> dict[str, list[int] | None]:
        """Make the small copies; gives width and height of each, None for one that cannot be read."""
        self._pictures = {}
        sizes: dict[str, list[int] | None] = {}
        for file in files:
            try:
                self._pictures[file["name"]], size = photos.small(Path(file["path"]), file["kind"])
                sizes[file["name"]] = list(size)
            except photos.Unreadable as error:
                logging.warning("picture %s: %s", file["name"], error)
                sizes[file["name"]] = None
        return sizes

    def print(self, xhtml: bytes, css: str) -> tuple[bytes, int]:
        """The PDF and its number of pages. Raises when a picture is missing from it."""
        fetcher = LockedFetcher(self._pictures)
        cache: dict[str, Any] = {}
        options = {"stylesheets": [self._sheet(css, fetcher)], "cache": cache, "pdf_variant": VARIANT}
        document = Xhtml(xhtml, fetcher).render(font_config=self._fonts, **options)
        pdf = document.write_pdf(**options)
        broken = [url for url, image in cache.items() if url.startswith("res:") and image is None]
        if broken or fetcher.fetched != set(self._pictures):
            raise RuntimeError(f"pictures missing from the document: {broken or set(self._pictures) - fetcher.fetched}")
        return pdf, len(document.pages)

    def _sheet(self, css: str, fetcher: URLFetcher) -> weasyprint.CSS:
        if css not in self._sheets:
            self._sheets = {css: weasyprint.CSS(string=css, font_config=self._fonts, url_fetcher=fetcher)}
        return self._sheets[css]


def answer(press: Press, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """One request. Failures are codes: what went wrong in detail goes to standard error, never to a page."""
    try:
        if header["do"] == "pictures":
            return {"sizes": press.pictures(header["files"])}, b""
        pdf, pages = press.print(body, header["css"])
        return {"pages": pages}, pdf
    except MemoryError:
        return {"error": "too_large"}, b""
    except RecursionError:
        return {"error": "too_deep"}, b""
    except (Exception, FatalURLFetchingError):
        logging.exception("the document could not be printed")
        return {"error": "not_printable"}, b""


def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="printer: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when this ends: it closes the pipe
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not end up between two frames
    press = Press()
    gc.freeze()
    while (request := pipe.read(requests)) is not None:
        _limit_cpu()
        gc.disable()  # nothing in a rendering is garbage before it ends
        header, body = answer(press, *request)
        gc.enable()
        pipe.write(answers, header, body)
        del request, header, body
        gc.collect()


def _limit_cpu() -> None:
    """RLIMIT_CPU counts from the start of the process, so every document gets a new one."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
