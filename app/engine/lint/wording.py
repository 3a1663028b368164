"""What people read: labels, messages, translations."""

from __future__ import annotations

from app.engine.definition import Control, Form, Question, Text, walk
from app.engine.lint.repeated import Repeated
from app.engine.read.reading import Reading


def look(form: Form, reading: Reading) -> None:
    untranslated = Repeated(reading, "warning")
    for control in walk(form.body):
        if control.node is None:
            continue
        node = form.nodes[control.node]
        if isinstance(control, Question):
            _look_at_question(control, form, reading)
        for role, text in _texts(form, control):
            _translated(form, text, node.path, role, untranslated)
    untranslated.tell()
    for page in form.pages:
        if page.node is not None and not _says_something(page.label):
            path = form.nodes[page.node].path
            reading.problem("unlabelled-group", reading.cell(path, "label"), "note", name=form.nodes[page.node].name)
    for group in (form.body, *(one.children for one in walk(form.body) if not isinstance(one, Question))):
        _told_apart(group, form, reading)


def _look_at_question(question: Question, form: Form, reading: Reading) -> None:
    node = form.nodes[question.node]
    if not (_says_something(question.label) or _says_something(question.hint)):
        reading.problem("unlabelled", reading.cell(node.path, "label"), "warning", name=node.name)
    if node.constraint is not None and node.constraint_message is None:
        reading.problem("no-constraint-message", reading.cell(node.path, "constraint"), "note", name=node.name)


def _says_something(text: Text | None) -> bool:
    return text is not None and (bool(text.media) or any(text.languages.values()))


def _texts(form: Form, control: Control) -> list[tuple[str, Text]]:
    assert control.node is not None
    node = form.nodes[control.node]
    found = [
        ("label", control.label),
        ("constraint_message", node.constraint_message),
        ("required_message", node.required_message),
    ]
    if isinstance(control, Question):
        found += [("hint", control.hint), ("guidance_hint", control.guidance)]
    return [(role, text) for role, text in found if text is not None]


def _translated(form: Form, text: Text, path: str, role: str, untranslated: Repeated) -> None:
    there = {lang for lang, parts in text.languages.items() if parts}
    missing = ", ".join(lang for lang in form.languages if lang not in there)
    if there and missing and len(form.languages) > 1:
        cell, name = untranslated.reading.cell(path, role), path.rpartition("/")[2]
        untranslated.add("missing-translation", f"{role} {missing}", cell, name=name, what=role, languages=missing)


def _told_apart(controls: tuple[Control, ...], form: Form, reading: Reading) -> None:
    """Questions side by side that read the same. Notes may repeat themselves; so may questions of which only one
    is shown at a time."""
    seen: dict[str, Question] = {}
    for control in controls:
        if not isinstance(control, Question) or control.kind == "note" or control.label is None:
            continue
        words = control.label.parts(form.default_language)
        label = " ".join("".join(part for part in words if isinstance(part, str)).split())
        if not label or any(isinstance(part, int) for part in words):
            continue
        first = seen.setdefault(label, control)
        node, other = form.nodes[control.node], form.nodes[first.node]
        if first is not control and node.relevant is None and other.relevant is None:
            cell = reading.cell(node.path, "label")
            reading.problem("same-label", cell, "note", name=node.name, first=other.name, label=label)
