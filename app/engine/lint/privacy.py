"""Personal data: fields that look like it, by their names and wording in Vietnamese and English, and whether people
are asked for consent before them. A guess, told as advice: `bind::ph:consent` and `bind::ph:sensitive` settle it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from app.engine.definition import Form, Node, Question, Text, walk
from app.engine.read.reading import Reading

# Whole words of the folded name or wording: (pattern, Vietnamese, English).
_PERSONAL: tuple[tuple[str, str, str], ...] = (
    (r"ho va ten|ho ten|hovaten|hoten|ten day du|ten nguoi|ten chu|full ?name|first name|last name|surname|family name"
     r"|name of (the )?(person|respondent|owner|child|patient)|your name|respondent name", "họ tên", "name"),
    (r"(so )?dien thoai|so dt|sdt|di dong|zalo|(tele)?phone( number)?|mobile|cell ?phone", "số điện thoại", "phone"),
    (r"cccd|cmnd|cmt|can cuoc|chung minh (nhan dan|thu)|ho chieu|so dinh danh|ma dinh danh|passport"
     r"|identity (card|number)|id (card|number)"
     r"|national id|social security|ssn", "số giấy tờ tùy thân", "identity number"),
    (r"ngay sinh|nam sinh|sinh ngay|ngay thang nam sinh|date of birth|birth ?date|birth ?day|year of birth|birth year"
     r"|dob", "ngày sinh, năm sinh", "date of birth"),
    (r"noi o|cho o hien nay|thuong tru|tam tru|ho khau|dia chi nha|que quan|home address|residen(ce|tial) address"
     r"|place of birth", "nơi ở, quê quán", "home"),
    (r"e ?mail|thu dien tu", "thư điện tử", "email"),
    (r"so tai khoan|bank account|account number|iban", "số tài khoản", "bank account"),
)  # fmt: skip
# Alone these say nothing about anybody in particular.
_WEAK = frozenset({"ngày sinh, năm sinh", "nơi ở, quê quán"})
_SENSITIVE: tuple[tuple[str, str, str], ...] = (
    (r"benh(?! vien)|suc khoe|mang thai|hiv|tiem chung|khuyet tat|health|disease|illness|diagnosis|pregnan(t|cy)"
     r"|disabilit(y|ies)", "sức khỏe", "health"),
    (r"ton giao|tin nguong|religion|religious|faith", "tôn giáo", "religion"),
    (r"dan toc|ethnic(ity)?|race", "dân tộc", "ethnicity"),
    (r"dang vien|quan diem chinh tri|political (view|opinion|party)|party member", "chính trị", "politics"),
    (r"tien an|tien su|criminal record|conviction", "tiền án, tiền sự", "criminal record"),
    (r"khuynh huong tinh duc|xu huong tinh duc|sexual (life|orientation)", "đời sống tình dục", "sexual life"),
)  # fmt: skip
_IDENTITY = re.compile(r"\b(?:cccd|cmnd|can cuoc|chung minh (nhan dan|thu)|ho chieu|giay to tuy than|passport|id card"
                       r"|identity (card|document)|driv(er s|ing) licen[cs]e)\b")  # fmt: skip
# Somebody named for an office, beside whom it stands: who inspected, who signs.
_OFFICE = re.compile(r"\b(?:chuc vu|chuc danh|chuc|vai tro|position|job title)\b")
_HOW_MANY = re.compile(r"^(?:so|tong so|so luong|bao nhieu|how many|number of|total|count)\b(?! (?:dien|dt|cccd|cmnd|"
                       r"dinh danh|tai khoan|can cuoc|ho chieu|phone))")  # fmt: skip
_AGREES = re.compile(r"\b(?:dong y|chap thuan|consent|agree|agrees)\b")
_TYPED = frozenset({"text", "integer", "decimal", "date", "dateTime", "barcode"})
_CHOSEN = frozenset({"select_one", "select_multiple", "rank"})


def look(form: Form, reading: Reading) -> None:
    questions = [control for control in walk(form.body) if isinstance(control, Question)]
    personal = {
        question.node: kind
        for question in questions
        if question.kind in _TYPED and (kind := _kind(question, form, _PERSONAL)) and not _is_known(question, form)
    }
    for question in questions:
        node = form.nodes[question.node]
        if question.kind in ("image", "file") and any(_IDENTITY.search(text) for text in _texts(question, form)):
            reading.problem("identity-photo", reading.cell(node.path, "label"), "warning", name=node.name)
    if not {vietnamese for vietnamese, _english in personal.values()} - _WEAK:
        return
    _ask(form, personal, questions, reading)
    for question in questions:
        node = form.nodes[question.node]
        found = _kind(question, form, _SENSITIVE) if question.kind in _TYPED | _CHOSEN else None
        if found and "sensitive" not in node.extra:
            words = {"name": node.name, "what": found[0], "what_en": found[1]}
            reading.problem("sensitive-data", reading.cell(node.path, "label"), "note", **words)


def _ask(form: Form, personal: Mapping[int, tuple[str, str]], questions: list[Question], reading: Reading) -> None:
    """Whether consent is asked for, and in time."""
    consents = [question.node for question in questions if _is_consent(question, form)]
    early = [number for number in personal if not consents or number < min(consents)]
    if not early:
        return
    fields = ", ".join(f"{form.nodes[number].name}" for number in early)
    if not consents:
        path = form.nodes[early[0]].path
        reading.problem("no-consent", reading.cell(path, "name"), "warning", fields=fields)
        return
    asked = form.nodes[min(consents)]
    reading.problem("late-consent", reading.cell(asked.path, "name"), "warning", name=asked.name, fields=fields)


def _is_consent(question: Question, form: Form) -> bool:
    node = form.nodes[question.node]
    if "consent" in node.extra:
        return True
    chosen = question.kind in ("acknowledge", "select_one", "select_multiple")
    return chosen and any(_AGREES.search(text) for text in _texts(question, form))


def _kind(question: Question, form: Form, kinds: tuple[tuple[str, str, str], ...]) -> tuple[str, str] | None:
    """(Vietnamese, English) of what a question seems to ask for."""
    texts = [text for text in _texts(question, form) if not _HOW_MANY.match(text)]
    for pattern, vietnamese, english in kinds:
        if any(re.search(rf"\b(?:{pattern})\b", text) for text in texts):
            return vietnamese, english
    return None


def _is_known(question: Question, form: Form) -> bool:
    """Nothing new about anybody: the person's own name filled in, a value that the form computes, an office holder."""
    node = form.nodes[question.node]
    if "prefill" in node.extra or node.calculate is not None or node.readonly is True:
        return True
    return any(_OFFICE.search(text) for sibling in _siblings(node, form) for text in _texts(sibling, form))


def _siblings(node: Node, form: Form) -> Iterator[Question]:
    for number in form.nodes[node.parent].children:
        control = form.controls.get(number)
        if isinstance(control, Question) and number != node.number:
            yield control


def _texts(question: Question, form: Form) -> list[str]:
    """The folded name and wordings of a question."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", form.nodes[question.node].name)
    return [_folded(name), *(_folded(words) for words in _wordings(question.label))]


def _wordings(text: Text | None) -> Iterator[str]:
    for parts in text.languages.values() if text is not None else ():
        yield " ".join(part for part in parts if isinstance(part, str))


def _folded(text: str) -> str:
    """Lower case without diacritics, words apart by one blank."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char))))
