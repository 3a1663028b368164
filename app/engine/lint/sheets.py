"""Words of the author's sheets that mean nothing but nearly mean something: heads of columns, appearances."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.definition import Form, walk
from app.engine.lint.near import meant
from app.engine.read.reading import Cell, Reading

_MEDIA = frozenset({"image", "big_image", "audio", "video", "media"})
_COLUMNS: Mapping[str, frozenset[str]] = {
    "survey": _MEDIA
    | {
        "type", "name", "label", "caption", "hint", "guidance_hint", "appearance", "required", "required_message",
        "requiredmsg", "relevant", "relevance", "constraint", "constraint_message", "constraint_msg", "calculation",
        "calculate", "choice_filter", "default", "read_only", "readonly", "repeat_count", "count", "parameters",
        "trigger", "autoplay", "rows", "note", "intent", "save_to", "disabled", "no_app_error_string", "compact_tag",
        "query", "bind", "body", "instance", "control", "jr", "accuracythreshold", "list_name", "value", "tag",
    },
    "settings": frozenset(
        {
            "form_id", "id_string", "set_form_id", "form_title", "title", "set_form_title", "version", "style",
            "default_language", "instance_name", "instance_id", "public_key", "submission_url", "auto_send",
            "auto_delete", "namespaces", "allow_choice_duplicates", "name", "omit_instanceid", "client_editable",
            "prefix", "delimiter", "clean_text_values", "attribute", "instance_xmlns", "sms_keyword", "flat",
            "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response",
        }
    ),
}  # fmt: skip
# A list may have any column of its own, for its filters: only the spelling of these three is looked at.
_CHOICES = frozenset({"list_name", "name", "label"})
_APPEARANCES = frozenset(
    {
        "field-list", "table-list", "minimal", "quick", "quickcompact", "compact", "autocomplete", "search", "likert",
        "label", "list", "list-nolabel", "columns", "columns-pack", "columns-flex", "horizontal", "horizontal-compact",
        "map", "image-map", "randomized", "multiline", "numbers", "url", "ex", "printer", "thousands-sep", "bearing",
        "vertical", "picker", "rating", "no-ticks", "no-calendar", "no-collapse", "month-year", "year", "ethiopian",
        "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist", "placement-map", "maps", "hide-input",
        "signature", "draw", "annotate", "new", "new-front", "selfie", "front", "hidden-answer", "masked", "distress",
        "analog-scale", "my-precious", "dynamic", "counter", "comment", "literacy", "timer", "no-buttons", "summary",
        "ph-grid", "ph-sum", "ph-warning", "ph-row-title",
    }
)  # fmt: skip


def look(form: Form, reading: Reading) -> None:
    for sheet, known in (*_COLUMNS.items(), ("choices", _CHOICES)):
        for header in dict.fromkeys(name for row in reading.sources.rows(sheet) for name in row):
            word = "_".join(header.split(":")[0].lower().replace("-", "_").split())
            if fixed := meant(word, known):
                reading.problem("column-spelling", Cell(sheet, 1, header), "warning", name=header, known=fixed)
    for control in walk(form.body):
        path = form.nodes[control.node].path if control.node is not None else ""
        for word in control.appearance:
            if fixed := meant(word.lower(), _APPEARANCES) if _is_plain(word) else "":
                cell = reading.cell(path, "appearance")
                reading.problem("appearance-spelling", cell, "warning", name=word, known=fixed)


def _is_plain(word: str) -> bool:
    """w4, columns-3, ex:org.app(x='1') and map('…') are not looked at."""
    return word.replace("-", "").isalpha()
