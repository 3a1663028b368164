"""Markup of labels: what authors may write becomes safe HTML, everything else stays text."""

import time

import pytest
from markupsafe import Markup, escape

from app.web.rich import plain, rich

WRITTEN = {
    "plain": ("a < b & c", "a &lt; b &amp; c"),
    "strong and em": ("**Đậm** và *nghiêng*", "<strong>Đậm</strong> và <em>nghiêng</em>"),
    "underscores": ("__Đậm__ và _nghiêng_", "<strong>Đậm</strong> và <em>nghiêng</em>"),
    "inside a word nothing is meant": ("ten_chu_ho, 2*3*4", "ten_chu_ho, 2*3*4"),
    "but ** is": ("Số**phòng**", "Số<strong>phòng</strong>"),
    "without an end": ("**Đậm và _nghiêng", "**Đậm và _nghiêng"),
    "around nothing": ("**** __", "**** __"),
    "one inside another": ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
    "crossed": ("**a *b** c*", "<strong>a *b</strong> c*"),
    "a backslash": (r"\*không\* \#", "*không* #"),
    "heading": ("## Mục ##\nvà dòng", '<span class="h h2">Mục</span>và dòng'),
    "no heading": ("#1", "#1"),
    "lines": ("một\nhai\n\nba", "một<br>hai<br><br>ba"),
    "list": ("Có:\n- a\n2. b", 'Có:<span class="li"><span>•</span> a</span><span class="li"><span>2.</span> b</span>'),
    "a number before a label": ("1. Họ tên", "1. Họ tên"),
    "link": ("[mở](tel:113?b=1&c)", '<a href="tel:113?b=1&amp;c" target="_blank" rel="noopener noreferrer">mở</a>'),
    "no link": ("[mở](javascript:alert(1)) [x]", "[mở](javascript:alert(1)) [x]"),
    "tags of Collect": ("<b>a</b><I>b</I> <big>c</big>", '<b>a</b><i>b</i> <span class="big">c</span>'),
    "a tag twice": ("<b>a <b>b</b>", "<b>a &lt;b&gt;b</b>"),
    "other tags": ("<script>alert(1)</script><img src=x>", "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x&gt;"),
    "a tag without an end": ("<i>a", "&lt;i&gt;a"),
    "paragraphs": ('<p style="x">a</p><p>b</p>c<br/>d', "a<br>bc<br>d"),
    "tagged heading": ("<h3>Mục</h3>a", '<span class="h h3">Mục</span>a'),
    "colour": ('<span style="color:red" onclick="x()">a</span>', '<span class="c-red">a</span>'),
    "font": ('<font color="#0b4da2">a</font>', '<span class="c-blue">a</span>'),
    "no colour": ('<span style="font-size:9px">a</span>', "<span>a</span>"),
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_what_is_written_becomes(text: tuple[str, str]) -> None:
    assert rich([text[0]]) == text[1]


@pytest.mark.parametrize(
    ("colour", "named"),
    [
        ("#f00", "red"), ("#FF0000", "red"), ("rgb(255, 0, 40)", "red"), ("darkorange", "amber"), ("#ffbf00", "amber"),
        ("rgb(0,128,0)", "green"), ("navy", "blue"), ("#800080", "violet"), ("gray", "grey"), ("#888", "grey"),
        ("black", ""), ("#000", ""), ("#fff", ""), ("#12345", ""), ("rgb(1,2)", ""), ("nonsense", ""),
    ],
)  # fmt: skip
def test_colours_become_those_of_our_palette(colour: str, named: str) -> None:
    opening = f'<span class="c-{named}">' if named else "<span>"
    assert rich([f'<span style="color: {colour}">a</span>']) == f"{opening}a</span>"


def test_what_people_answered_is_never_markup() -> None:
    answer = escape("**<b>5</b>**")
    assert rich(["Còn **", answer, "** phòng"]) == "Còn <strong>**&lt;b&gt;5&lt;/b&gt;**</strong> phòng"
    assert rich(["[a](https://x.vn/", Markup("1"), ")"]) == "[a](https://x.vn/1)"
    assert rich(["\ue000 a"]) == " a"


def test_the_words_alone() -> None:
    assert plain("Số phòng") == "Số phòng"
    assert plain("# Mục\n**Có**, <span style='color:red'>chắc</span> & đủ") == "Mục Có, chắc & đủ"
    assert plain("Chọn:\n- một\n- hai") == "Chọn: • một • hai"


@pytest.mark.parametrize("piece", ["*", "<b>", "[", "_a ", "**a*b", "<", "<p ", "<h1>", "<br>", "\\"])
def test_a_hostile_label_costs_no_more_than_its_length(piece: str) -> None:
    begun = time.process_time()
    rich([piece * 20_000])
    assert time.process_time() - begun < 3
