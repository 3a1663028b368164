"""The printer: the same bytes for the same pages, nothing fetched, limits kept, and it comes back after every
failure."""

import io
import os
import signal
import threading
from pathlib import Path

import pytest
from PIL import Image

from app.documents import printer as printers
from app.documents.printer import Picture, Printer
from app.jobs.work import Failed, Refused
from tests.builders import inspections

PAGE = '<html lang="vi"><head><title>Thử</title></head><body><p>Độc lập – Tự do – Hạnh phúc</p>{}</body></html>'
CSS = 'body { font-family: "Tinos" }'


def page(inside: str = "") -> str:
    return PAGE.format(inside)


@pytest.fixture(autouse=True)
def no_pictures_of_others(printer: Printer):
    printer.pictures([])


def test_the_same_page_gives_the_same_bytes_in_a_warm_and_in_a_fresh_process(printer: Printer, tmp_path: Path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(inspections.photo("a.jpg"))
    files = [Picture("p1", str(photo), "photo")]

    def print_with(one: Printer) -> bytes:
        assert one.pictures(files) == {"p1": (1000, 750)}
        return one.print(page('<img src="res:p1" alt="Ảnh"/>'), CSS)[0]

    fresh = Printer(tmp_path / "cache")
    try:
        first = print_with(printer)
        assert first == print_with(printer) == print_with(fresh)
        assert first.startswith(b"%PDF-")
    finally:
        fresh.close()


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="http://127.0.0.1:9/x.png"/>',
        '<img src="file:///etc/hostname"/>',
        '<img src="data:image/png;base64,iVBORw0KGgo="/>',
        '<img src="res:somebody-elses"/>',
        '<img src="/etc/hostname"/>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"/>',
        '<p style="background-image: url(http://127.0.0.1:9/x.png)">x</p>',
        "<style>@import url(file:///etc/hostname);</style>",
        "<style>@font-face { font-family: X; src: url(file:///etc/hostname) } p { font-family: X }</style>",
    ],
)
def test_nothing_but_the_documents_own_pictures_is_ever_fetched(printer: Printer, inside: str):
    with pytest.raises(Failed, match="not_printable"):
        printer.print(page(inside), CSS)
    assert printer.print(page(), CSS)[1] == 1


def test_no_file_of_the_machine_can_be_attached(printer: Printer, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("mật" * 50)
    inside = f'<a rel="attachment" href="{secret.as_uri()}">x</a>'
    try:
        pdf, _pages = printer.print(page(inside), CSS)
    except Failed:
        return
    assert b"/EmbeddedFile" not in pdf


def test_an_entity_bomb_is_refused_by_the_parser(printer: Printer):
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + page("&b;")
    with pytest.raises(Failed, match="not_printable"):
        printer.print(bomb, CSS)


def test_a_picture_left_out_of_the_page_is_an_error_not_a_silence(printer: Printer, tmp_path: Path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(inspections.photo("a.jpg"))
    printer.pictures([Picture("p1", str(photo), "photo")])
    with pytest.raises(Failed, match="not_printable"):
        printer.print(page(), CSS)


def test_photos_are_made_small_and_turned_as_the_camera_meant(printer: Printer, tmp_path: Path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    Image.new("RGB", (3000, 2000), "navy").save(tmp_path / "turned.jpg", exif=exif)
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(tmp_path / "empty.png")
    Image.new("L", (500, 500), 90).save(tmp_path / "grey.webp")
    files = [
        Picture("p1", str(tmp_path / "turned.jpg"), "photo"),
        Picture("p2", str(tmp_path / "empty.png"), "signature"),
        Picture("p3", str(tmp_path / "grey.webp"), "photo"),
    ]
    sizes = printer.pictures(files)
    assert sizes == {"p1": (667, 1000), "p2": None, "p3": (500, 500)}


def test_a_bomb_of_a_picture_is_called_unreadable(printer: Printer, tmp_path: Path):
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    (tmp_path / "bomb.png").write_bytes(out.getvalue())
    assert printer.pictures([Picture("p1", str(tmp_path / "bomb.png"), "photo")]) == {"p1": None}
    assert printer.print(page(), CSS)[1] == 1


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_is_printed(tmp_path: Path):
    printer = Printer(tmp_path)
    try:
        assert (
            printer.print(page(), CSS)[1] == 1
        )  # the start takes its time on a busy machine, and is not what is meant
        printer._timeout = 1.0
        with pytest.raises(Failed, match="too_long"):
            printer.print(page("<table>" + "<tr><td>một</td><td>hai</td></tr>" * 20_000 + "</table>"), CSS)
        printer._timeout = printers.TIMEOUT
        assert printer.print(page(), CSS)[1] == 1
    finally:
        printer.close()


def test_a_printer_that_is_killed_is_replaced(tmp_path: Path):
    printer = Printer(tmp_path)
    try:
        assert printer.print(page(), CSS)[1] == 1
        assert printer._child is not None
        os.kill(printer._child.pid, signal.SIGKILL)
        with pytest.raises(Failed, match="printer_died"):
            printer.print(page(), CSS)
        assert printer.print(page(), CSS)[1] == 1
    finally:
        printer.close()


def test_printing_can_be_interrupted_from_another_thread(tmp_path: Path):
    printer = Printer(tmp_path)
    try:
        printer.print(page(), CSS)
        threading.Timer(0.5, printer.interrupt).start()
        with pytest.raises(Failed):
            printer.print(page("<table>" + "<tr><td>một</td><td>hai</td></tr>" * 9000 + "</table>"), CSS)
    finally:
        printer.close()


def test_the_child_knows_no_secret_of_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@db/phieu")
    printer = Printer(tmp_path)
    try:
        printer.print(page(), CSS)
        assert printer._child is not None
        environment = Path(f"/proc/{printer._child.pid}/environ").read_bytes()
        assert b"FONTCONFIG_FILE" in environment
        assert b"SECRET" not in environment and b"DATABASE" not in environment
    finally:
        printer.close()


def test_without_its_fonts_the_printer_refuses_instead_of_printing_boxes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(printers, "WANTED_FONTS", ("Tinos-Nowhere.ttf",))
    printer = Printer(tmp_path)
    with pytest.raises(Refused, match="fonts"):
        printer.print(page(), CSS)
    assert printer._child is None
