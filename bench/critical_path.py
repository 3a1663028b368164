"""What a phone must fetch on its first visit to ks_nha_tro until the first question answers with live logic.

Against the limit of 40 kB: bytes on the wire as Chromium counts them (headers included, compressed), in a fresh profile
at 360x740; the redirect from /f/ks_nha_tro counts. What is fetched afterwards in idle time is printed apart.
"""

import sys
import time

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench._server import Server, serving

LIMIT = 40_000
FORM = "ks_nha_tro"
# 400 kbit/s and 400 ms a round trip; Chromium takes bytes a second.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


class Traffic:
    """Adds up encoded bytes by URL, as the network stack saw them."""

    def __init__(self, cdp: CDPSession) -> None:
        self.bytes: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        cdp.send("Network.enable")
        cdp.on("Network.requestWillBeSent", self._sent)
        cdp.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict) -> None:
        redirect = event.get("redirectResponse")
        if redirect:
            self._count(redirect["url"] + " (redirect)", redirect["encodedDataLength"])
        self._urls[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict) -> None:
        if event["requestId"] in self._urls:  # else it belongs to the page before
            self._count(self._urls[event["requestId"]], event["encodedDataLength"])

    def _count(self, url: str, size: int) -> None:
        self.bytes[url] = self.bytes.get(url, 0) + int(size)

    def total(self) -> int:
        return sum(self.bytes.values())


def main() -> int:
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        # The service worker is kept out: it starts when the form is idle, and its traffic is not on the page's session.
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN", service_workers="block")
        page = context.new_page()
        _sign_in(page, server)
        cdp = context.new_cdp_session(page)
        cdp.send("Network.clearBrowserCache")
        # On a slow line, as in the field: then only what is truly needed has arrived when the first question answers.
        cdp.send("Network.emulateNetworkConditions", SLOW_3G)
        traffic = Traffic(cdp)
        begun = time.monotonic()
        page.goto(f"{server.url}/f/{FORM}", wait_until="commit")
        page.locator("html[data-live=ready]").wait_for(state="attached", timeout=60_000)
        critical, seconds = dict(traffic.bytes), time.monotonic() - begun
        cdp.send("Network.emulateNetworkConditions", FAST)
        page.wait_for_timeout(5_000)
        later = {url: size for url, size in traffic.bytes.items() if size != critical.get(url)}
        browser.close()
    return _report(server.url, critical, later, seconds)


def _sign_in(page: Page, server: Server) -> None:
    """As a surveyor of one ward, by one-time link, in a page that leaves the form's own files uncached."""
    server.flask("create-user", "do_duong_truyen", "--role", "surveyor", "--unit", "phu-cuong")
    link = server.flask("sign-in-link", "do_duong_truyen").strip().splitlines()[-1]
    page.goto(server.url + "/" + link.split("/", 3)[-1])
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")  # what the home page does in idle time is not the form's


def _report(base: str, critical: dict[str, int], later: dict[str, int], seconds: float) -> int:
    for url, size in sorted(critical.items(), key=lambda item: -item[1]):
        if size:  # data: addresses cost nothing of their own
            print(f"{size:7,}  {url.removeprefix(base)}")
    total = sum(critical.values())
    print(f"{total:7,}  critical path of {FORM}, {len(critical)} requests: {total / LIMIT:.2f} of the limit {LIMIT:,}")
    print(f"{seconds:7.1f}  seconds on that line (400 kbit/s, 400 ms)")
    idle = sum(size - critical.get(url, 0) for url, size in later.items())
    print(f"{idle:7,}  fetched afterwards in idle time by the page")
    return 0 if total <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
