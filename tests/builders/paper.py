"""Filling in a form as a browser without scripts does: what stands on the page is sent, nothing else is
answered."""

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from tests.browsing import Browser


@dataclass
class Control:
    name: str
    kind: str
    value: str = ""
    on: bool = True
    choices: list[str] = field(default_factory=list)


class Sheet(HTMLParser):
    """The controls of the filling-in form of a page, and every element's text by its id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: list[Control] = []
        self.buttons: list[str] = []
        self.texts: dict[str, str] = {}
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.images: list[str] = []
        self.action = ""
        self.seen: set[str] = set()  # ids of what is not hidden, nor inside anything hidden
        self._open: list[tuple[str, str, bool]] = []
        self._templates = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        hidden = "hidden" in has or any(above for _tag, _name, above in self._open)
        if has.get("id"):
            self.texts[str(has["id"])] = ""
            self.attributes[str(has["id"])] = has
            if not hidden:
                self.seen.add(str(has["id"]))
        if tag not in {"input", "img", "meta", "link", "br"}:
            self._open.append((tag, str(has.get("id") or ""), hidden))
        if tag == "img":
            self.images.append(str(has.get("src")))
        name = has.get("name") or ""
        if tag == "form" and has.get("id") == "form":
            self.action = str(has["action"])
        elif tag == "button" and name == "action":
            self.buttons.append(str(has.get("value")))
        elif tag == "input" and name:
            kind = has.get("type") or "text"
            on = "checked" in has if kind in {"radio", "checkbox"} else True
            self.controls.append(Control(name, kind, has.get("value") or "", on))
        elif tag in {"select", "textarea"} and name:
            self.controls.append(Control(name, tag))
        elif tag == "option":
            self.controls[-1].choices.append(has.get("value") or "")
            if "selected" in has:
                self.controls[-1].value = has.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif not self._templates:
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._templates:
            return
        for _tag, name, _hidden in self._open:
            if name:
                self.texts[name] += data
        if self._open and self._open[-1][0] == "textarea":
            self.controls[-1].value += data.removeprefix("\n")

    def named(self, name: str) -> list[Control]:
        return [control for control in self.controls if control.name == name]


class Paper:
    """`Paper(client).open("ks_nha_tro").answer("n1/da_co", "co").press("next")`."""

    def __init__(self, client: Browser) -> None:
        self.client = client
        self.page: TestResponse
        self.sheet: Sheet
        self._files: dict[str, tuple[io.BytesIO, str]] = {}

    def open(self, form_id: str) -> "Paper":
        return self._show(self.client.get(f"/f/{form_id}", follow_redirects=True))

    def go(self, path: str) -> "Paper":
        return self._show(self.client.get(path, follow_redirects=True))

    def _show(self, page: TestResponse) -> "Paper":
        self.page, self.sheet, self._files = page, Sheet(page.text), {}
        return self

    @property
    def path(self) -> str:
        return self.page.request.path

    def asks(self, ref: str) -> bool:
        """Whether a person sees this question."""
        return f"q/{ref}" in self.sheet.seen

    def shown(self, ref: str) -> str:
        """All the words of a question."""
        return " ".join(self.sheet.texts[f"q/{ref}"].split())

    def error(self, ref: str) -> str:
        return self.sheet.texts[f"e/{ref}"] if f"e/{ref}" in self.sheet.seen else ""

    def value(self, ref: str) -> str:
        return " ".join(c.value for c in self.sheet.named(ref) if c.on and c.kind != "file")

    def choices(self, ref: str) -> list[str]:
        return [v for c in self.sheet.named(ref) for v in (c.choices if c.kind == "select" else [c.value]) if v]

    def answer(self, ref: str, text: str) -> "Paper":
        controls = self.sheet.named(ref)
        assert controls, f"{self.path} does not ask {ref}"
        if controls[0].kind in {"radio", "checkbox"}:
            wanted = text.split()
            assert set(wanted) <= {control.value for control in controls}, f"{ref} does not offer {text}"
            for control in controls:
                control.on = control.value in wanted
        else:
            assert controls[0].kind != "select" or text in controls[0].choices, f"{ref} does not offer {text}"
            controls[0].value = text
        return self

    def attach(self, ref: str, data: bytes, name: str = "IMG_0001.jpg") -> "Paper":
        assert self.sheet.named(ref)[0].kind == "file"
        self._files[ref] = (io.BytesIO(data), name)
        return self

    def press(self, button: str, follow: bool = True, **more: Any) -> "Paper":
        assert button in self.sheet.buttons, f"{self.path} has no button {button}"
        data: dict[str, Any] = {"action": button}
        for control in self.sheet.controls:
            if control.on and control.kind != "file":
                data.setdefault(control.name, []).append(control.value)
        headers = {"Sec-Fetch-Site": "same-origin"}
        data |= self._files
        return self._show(
            self.client.post(
                self.sheet.action,
                data=data,
                headers=headers,
                follow_redirects=follow,
                content_type="multipart/form-data",
                **more,
            )
        )

    def fill_in(self, answers: list[tuple[str, str]]) -> "Paper":
        """Give every answer on the page that asks it, going on page by page, updating while new questions
        appear; ends on the review. Answers that name files are left out."""
        left = dict(answers)
        for _turn in range(60):
            if self.path.endswith("/review"):
                assert not left, f"never asked: {sorted(left)}"
                return self
            given = self.answer_what_is_asked(left)
            added = next((repeat for repeat in self._wanted_instances(left)), None)
            if added:
                self.press(f"add:{added}")
            else:
                self.press("update" if given and "update" in self.sheet.buttons else "next")
        raise AssertionError(f"went round and round at {self.path}: {sorted(left)}")

    def answer_what_is_asked(self, left: dict[str, str]) -> bool:
        """Give what is asked here out of these answers, which are taken out; says whether there was
        anything."""
        given = False
        for ref in list(left):
            controls = self.sheet.named(ref)
            if "given" in str(self.sheet.attributes.get(f"q/{ref}", {}).get("class")).split():
                del left[ref]  # read-only: filled in already
            elif controls and controls[0].kind == "file" and self.asks(ref):
                del left[ref]
            elif controls and self.asks(ref) and self._offers(ref, left[ref]):
                self.answer(ref, left.pop(ref))
                given = True
        return given

    def _offers(self, ref: str, text: str) -> bool:
        open_answer = self.sheet.named(ref)[0].kind not in {"select", "radio", "checkbox"}
        return open_answer or set(text.split()) <= set(self.choices(ref))

    def _wanted_instances(self, left: dict[str, str]) -> list[str]:
        repeats = [button[4:] for button in self.sheet.buttons if button.startswith("add:")]
        return [
            r
            for r in repeats
            if any(ref.startswith(f"{r}[") and f"r/{_instance(ref, r)}" not in self.sheet.texts for ref in left)
        ]


def _instance(ref: str, repeat: str) -> str:
    return repeat + ref[len(repeat) :].partition("]")[0] + "]"


def picture(width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
    """A real photo, small."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind)
    return out.getvalue()
