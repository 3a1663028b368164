"""The catalogue of what can be wrong with a form (for its author) and with an answer (for the person filling in):
codes, and their sentences in Vietnamese and English. Finding problems is the readers' and checkers' work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from app.engine.advice import ADVICE

Severity = Literal["error", "warning", "note"]

# code: (Vietnamese, English). Gaps in braces are filled from Problem.params.
CATALOGUE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **ADVICE,
        "file-type": (
            "Không đọc được tệp «{name}». Hãy dùng biểu mẫu .xlsx, .md (bảng Markdown) hoặc .xml (XForm).",
            "Cannot read the file “{name}”. Use an .xlsx or .md XLSForm or an .xml XForm.",
        ),
        "unreadable": (
            "Tệp «{name}» hỏng hoặc không phải là biểu mẫu XLSForm ({reason}). Hãy mở lại bằng Excel và lưu lại.",
            "The file “{name}” is broken or is not an XLSForm ({reason}). Open it in Excel and save it again.",
        ),
        "too-big": (
            "Tệp quá lớn (hơn {limit} MB). Hãy đưa danh sách dài ra tệp CSV riêng.",
            "The file is too big (more than {limit} MB). Move long lists into separate CSV files.",
        ),
        "unpacks-too-big": (
            "Tệp Excel bung ra đến {size} MB (nhiều nhất {limit} MB) nên không mở. Hãy bỏ hình ảnh, định dạng thừa rồi"
            " lưu lại, hoặc đưa danh sách dài ra tệp CSV.",
            "The Excel file unpacks to {size} MB (at most {limit} MB) and is not opened. Remove pictures and formatting"
            " and save it again, or move long lists into CSV files.",
        ),
        "too-many-rows": (
            "Trang này có {rows} dòng, nhiều hơn mức {limit}. Hãy đưa danh sách dài ra tệp CSV, hoặc chia biểu mẫu làm"
            " nhiều biểu mẫu.",
            "This sheet has {rows} rows, more than {limit}. Move long lists into CSV files, or split the form.",
        ),
        "too-many-columns": (
            "Dòng này có {columns} cột, nhiều hơn mức {limit}. Hãy bỏ những cột không dùng.",
            "This row has {columns} columns, more than {limit}. Remove those that are not used.",
        ),
        "cell-too-long": (
            "Ô này dài {length} ký tự, quá mức {limit} của Excel. Hãy chia ra nhiều câu.",
            "This cell holds {length} characters, more than Excel's {limit}. Split it into several questions.",
        ),
        "xpath-too-long": (
            "Biểu thức dài {length} ký tự, quá mức {limit}. Hãy tách ra thành nhiều câu calculate.",
            "The expression is {length} characters long, more than {limit}. Split it into several calculates.",
        ),
        "slow-pattern": (
            "Mẫu regex này có thể làm máy đứng khi gặp câu trả lời không khớp (lặp lồng trong lặp). Hãy viết lại cho"
            " mỗi đoạn chỉ lặp một lần. Biểu thức: {expression}",
            "This pattern of regex() can keep a phone busy for ever at an answer that does not match (a repetition"
            " inside a repetition). Write it so that each part repeats once. Expression: {expression}",
        ),
        "xlsform": ("Chỗ này viết chưa đúng cách của XLSForm: {reason}", "{reason}"),
        "unknown-name": (
            "Biểu thức nhắc đến ${{{name}}} nhưng trang survey không có câu hỏi tên đó. Hãy sửa tên cho đúng.",
            "The expression mentions ${{{name}}}, but the survey sheet has no question of that name. Correct the name.",
        ),
        "duplicate-name": (
            "Tên «{name}» được dùng hai lần trong cùng một nhóm. Mỗi tên chỉ dùng một lần.",
            "The name “{name}” is used twice in the same group. Use each name once.",
        ),
        "bad-name": (
            "Tên «{name}» không hợp lệ. Tên bắt đầu bằng chữ cái hoặc gạch dưới, chỉ gồm chữ, số, gạch dưới, gạch nối.",
            "The name “{name}” is not allowed. Begin with a letter or underscore; use letters, digits, _ and - only.",
        ),
        "missing-list": (
            "Không có danh sách lựa chọn «{name}» trên trang choices.",
            "There is no choice list “{name}” on the choices sheet.",
        ),
        "unknown-type": (
            "Không có loại câu hỏi «{name}».",
            "There is no question type “{name}”.",
        ),
        "missing-name": (
            "Dòng này chưa có tên. Hãy điền cột name.",
            "This row has no name. Fill in the name column.",
        ),
        "missing-type": (
            "Dòng này chưa có loại câu hỏi. Hãy điền cột type.",
            "This row has no question type. Fill in the type column.",
        ),
        "missing-label": (
            "Câu hỏi «{name}» chưa có lời văn. Hãy điền cột label.",
            "The question “{name}” has no wording. Fill in the label column.",
        ),
        "missing-calculation": (
            "Dòng calculate chưa có phép tính. Hãy điền cột calculation.",
            "This calculate row has no calculation. Fill in the calculation column.",
        ),
        "missing-column": (
            "Thiếu cột {name} trong dòng tiêu đề của trang.",
            "The header row of the sheet lacks the column {name}.",
        ),
        "unmatched-begin": (
            "Nhóm «{name}» được mở bằng begin_{kind} nhưng không có dòng end_{kind} đóng lại.",
            "The group “{name}” begins with begin_{kind} but no end_{kind} row closes it.",
        ),
        "unmatched-end": (
            "Dòng end_{kind} này không có begin_{kind} tương ứng. Hãy bỏ dòng này hoặc thêm begin_{kind}.",
            "This end_{kind} row has no begin_{kind}. Remove it or add begin_{kind}.",
        ),
        "duplicate-choice-name": (
            "Mã lựa chọn «{name}» được dùng hai lần trong một danh sách. Mỗi mã chỉ dùng một lần.",
            "The choice code “{name}” is used twice in one list. Use each code once.",
        ),
        "xml": (
            "Tệp XML viết sai: {reason}.",
            "The XML is not well-formed: {reason}.",
        ),
        "xml-entities": (
            "Tệp XML khai báo thực thể (ENTITY). Vì an toàn, tệp như vậy không được nhận.",
            "The XML declares entities. For safety such a file is refused.",
        ),
        "xml-too-big": ("Tệp XML quá lớn.", "The XML is too big."),
        "xml-too-deep": ("Tệp XML lồng quá nhiều tầng.", "The XML is nested too deeply."),
        "not-an-xform": (
            "Tệp XML không phải là biểu mẫu XForm: thiếu {missing}.",
            "The XML is not an XForm: {missing} is missing.",
        ),
        "no-form-id": (
            "Biểu mẫu không có mã. Hãy điền cột form_id trên trang settings.",
            "The form has no id. Fill in form_id on the settings sheet.",
        ),
        "no-questions": (
            "Biểu mẫu không có câu hỏi nào.",
            "The form has no questions.",
        ),
        "unsupported": (
            "Chưa dùng được «{what}» trong biểu mẫu.",
            "“{what}” is not supported in forms yet.",
        ),
        "not-on-a-page": (
            "«{what}» không dùng được như trong ODK Collect. {instead}.",
            "“{what}” does not work as in ODK Collect. {instead_en}.",
        ),
        "not-encrypted": (
            "Biểu mẫu đòi mã hóa phiếu (public_key), nhưng phiếu điền ở đây được gửi đi không mã hóa."
            " Nếu phiếu phải được mã hóa thì đừng ban hành biểu mẫu này ở đây.",
            "The form asks for encrypted records (public_key), but records filled in here are sent unencrypted. If they"
            " have to be encrypted, do not publish the form here.",
        ),
        "unknown-bind": (
            "Khai báo bind trỏ đến «{path}» nhưng biểu mẫu không có mục đó.",
            "A bind points at “{path}”, which the form does not have.",
        ),
        "unknown-question": (
            "Câu hỏi trên trang trỏ đến «{path}» nhưng biểu mẫu không có mục đó.",
            "A control points at “{path}”, which the form does not have.",
        ),
        "missing-text": (
            "Thiếu lời văn «{id}» trong phần dịch (itext).",
            "The text “{id}” is missing from the translations (itext).",
        ),
        "xpath-syntax": (
            "Biểu thức viết sai ở ký tự thứ {at}: {reason}. Biểu thức: {expression}",
            "The expression is wrong at character {at}: {reason_en}. Expression: {expression}",
        ),
        "xpath-too-deep": (
            "Biểu thức lồng quá nhiều tầng. Hãy tách ra thành nhiều câu calculate.",
            "The expression is nested too deeply. Split it into several calculates.",
        ),
        "unknown-function": (
            "Không có hàm «{name}()». Hãy kiểm tra lại tên hàm. Biểu thức: {expression}",
            "There is no function “{name}()”. Check its name. Expression: {expression}",
        ),
        "argument-count": (
            "Hàm {name}() cần {expected} tham số nhưng ở đây có {given}. Biểu thức: {expression}",
            "{name}() takes {expected} arguments but has {given} here. Expression: {expression}",
        ),
        "argument-kind": (
            "Hàm {name}() cần một đường dẫn đến câu hỏi ở tham số thứ {at}. Biểu thức: {expression}",
            "{name}() needs a path to a question as argument {at}. Expression: {expression}",
        ),
        "unknown-node": (
            "Biểu thức trỏ đến «{path}» nhưng biểu mẫu không có mục đó nên chỗ ấy luôn trống. Hãy sửa tên; nếu là chữ"
            " thì để trong nháy. Biểu thức: {expression}",
            "The expression points at “{path}”, which the form does not have, so that is always blank. Correct the"
            " name; a text needs quotation marks. Expression: {expression}",
        ),
        "unknown-instance": (
            "Biểu thức dùng danh sách instance('{name}') nhưng biểu mẫu không khai báo danh sách đó. Hãy thêm dòng"
            " csv-external hoặc danh sách trên trang choices.",
            "The expression uses instance('{name}'), which the form does not declare. Add a csv-external row or"
            " a list on the choices sheet.",
        ),
        "unknown-column": (
            "Danh sách «{list}» không có cột «{column}»; các cột hiện có: {columns}. Hãy sửa tên cột.",
            "The list “{list}” has no column “{column}”; it has: {columns}. Correct the column's name.",
        ),
        "bad-pattern": (
            "Mẫu regex «{pattern}» viết sai: {reason}.",
            "The pattern “{pattern}” of regex() is wrong: {reason_en}.",
        ),
        "foreign-pattern": (
            "Mẫu regex «{pattern}» dùng được trong ODK Collect nhưng không dùng được trên trang web: {reason}."
            " Ở đây câu hỏi sẽ không được kiểm tra theo mẫu này; hãy viết mẫu cách khác.",
            "The pattern “{pattern}” of regex() works in ODK Collect but not on a web page: {reason_en}."
            " Here the question is not checked by it; write the pattern in another way.",
        ),
        "digest": (
            "Hàm digest() không biết «{value}». Hãy dùng MD5, SHA-1, SHA-256, SHA-384 hoặc SHA-512, viết ra bằng base64"
            " hoặc hex. Biểu thức: {expression}",
            "digest() does not know “{value}”. Use MD5, SHA-1, SHA-256, SHA-384 or SHA-512, written as base64 or hex."
            " Expression: {expression}",
        ),
        "bad-date": (
            "Hàm {name}() không đọc được «{value}». Hãy viết như 2018-06-05, 07:30 hoặc 2018-06-05T07:30."
            " Biểu thức: {expression}",
            "{name}() cannot read “{value}”. Write it like 2018-06-05, 07:30 or 2018-06-05T07:30."
            " Expression: {expression}",
        ),
        "missing-file": (
            "Biểu mẫu cần tệp «{file}» nhưng không có tệp đó đi kèm. Hãy tải tệp lên cùng biểu mẫu.",
            "The form needs the file “{file}”, which was not supplied. Upload it together with the form.",
        ),
        "bad-file": (
            "Không đọc được tệp danh sách «{file}»: {reason}.",
            "Cannot read the list file “{file}”: {reason}.",
        ),
        "duplicate-choice": (
            "Danh sách «{list}» có hai dòng cùng mã «{value}». Chỉ dòng đầu được dùng.",
            "The list “{list}” has two rows with the code “{value}”. Only the first is used.",
        ),
        "cycle": (
            "Các biểu thức phụ thuộc vòng quanh vào nhau: {cells}. Hãy bỏ một mắt xích.",
            "The expressions depend on each other in a circle: {cells}. Break one of the links.",
        ),
        "many-nodes": (
            "«{path}» đi qua một nhóm lặp nên có thể cho nhiều giá trị; ở đây chỉ giá trị đầu được dùng."
            " Hãy dùng sum(), count(), join() hoặc indexed-repeat(). Biểu thức: {expression}",
            "“{path}” crosses a repeat and may give many values; only the first is used here."
            " Use sum(), count(), join() or indexed-repeat(). Expression: {expression}",
        ),
        "version-taken": (
            "Biểu mẫu {form} đã được ban hành với phiên bản {version} nhưng nội dung khác. Hãy ghi số phiên bản mới.",
            "Form {form} was already published as version {version} with other content. Give it a new version.",
        ),
    }
)

# What a person filling in is told when the form has no message of its own.
FIELD_MESSAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "required": ("Câu này cần được trả lời.", "This question needs an answer."),
        "constraint": ("Giá trị này không hợp lệ.", "This value is not allowed."),
        "type": ("Giá trị này không đọc được.", "This value cannot be read."),
        "type:int": ("Hãy ghi một số nguyên, ví dụ 12.", "Enter a whole number, for example 12."),
        "type:decimal": ("Hãy ghi một số, ví dụ 12,5.", "Enter a number, for example 12.5."),
        "type:date": ("Hãy ghi ngày theo ngày/tháng/năm, ví dụ 05/06/2018.", "Enter a date, for example 05/06/2018."),
        "type:time": ("Hãy ghi giờ và phút, ví dụ 07:30.", "Enter hours and minutes, for example 07:30."),
        "type:dateTime": (
            "Hãy ghi ngày và giờ, ví dụ 05/06/2018 07:30.",
            "Enter a date and a time, for example 05/06/2018 07:30.",
        ),
        "type:select1": ("Hãy chọn một mục có trong danh sách.", "Choose one of the listed answers."),
        "type:select": ("Hãy chọn những mục có trong danh sách.", "Choose from the listed answers."),
        "type:geopoint": (
            "Hãy ghi vĩ độ và kinh độ, ví dụ 10.98, 106.65.",
            "Enter a latitude and a longitude, for example 10.98, 106.65.",
        ),
        "type:geotrace": (
            "Đường đi cần ít nhất hai điểm, mỗi dòng một điểm, ví dụ 10.98, 106.65.",
            "A line needs at least two points, one on each line, for example 10.98, 106.65.",
        ),
        "type:geoshape": (
            "Vùng cần ít nhất ba điểm, mỗi dòng một điểm, ví dụ 10.98, 106.65.",
            "An area needs at least three points, one on each line, for example 10.98, 106.65.",
        ),
        "repeat": ("Số dòng không khớp với số đã khai.", "The number of entries differs from the number stated."),
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an author has to look at. Rows count as in the spreadsheet: 1 is the header."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    severity: Severity = "error"


def sentence(problem: Problem, lang: str = "vi") -> str:
    """Place, reason and what to do, in one line."""
    place = _place(problem, lang != "en")
    return f"{place}: {reason(problem, lang)}" if place else reason(problem, lang)


def reason(problem: Problem, lang: str = "vi") -> str:
    """The sentence without the place."""
    return CATALOGUE[problem.code][1 if lang == "en" else 0].format_map(_Gaps(problem.params))


def field_message(code: str, datatype: str, lang: str) -> str:
    """The stock sentence for a field problem, the most specific one there is."""
    pair = FIELD_MESSAGES.get(f"{code}:{datatype}", FIELD_MESSAGES[code])
    return pair[0 if lang == "vi" else 1]


def _place(problem: Problem, vietnamese: bool) -> str:
    words = ("Trang", "dòng", "cột") if vietnamese else ("Sheet", "row", "column")
    parts = zip(words, (problem.sheet, problem.row, problem.column), strict=True)
    return ", ".join(f"{word} {value}" for word, value in parts if value is not None)


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"
