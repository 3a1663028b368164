"""What authors are told about forms that work but could be better, or that would do something else elsewhere: the
sentences of app/engine/lint. Codes that begin with `elsewhere-` say where ODK Collect, Enketo, ODK Web Forms and
we part; the evidence is in docs/formats/wire.md and in tests/corpus/expressions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# code: (Vietnamese, English). Gaps in braces are filled from Problem.params.
ADVICE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # Sheets and columns
        "column-spelling": (
            "Cột «{name}» không có nghĩa gì nên bị bỏ qua; có phải bạn muốn ghi «{known}»? Hãy sửa tên cột.",
            "The column “{name}” means nothing and is passed over; did you mean “{known}”? Correct its name.",
        ),
        "appearance-spelling": (
            "Cách hiển thị «{name}» không có; có phải bạn muốn ghi «{known}»? Hãy sửa cột appearance.",
            "There is no appearance “{name}”; did you mean “{known}”? Correct the appearance column.",
        ),
        "sheet-spelling": (
            "Không có trang «{name}» nhưng có trang tên gần giống: {sheets}. Nếu đó là trang cần dùng, hãy sửa tên.",
            "There is no sheet “{name}”, but one of nearly that name: {sheets}. If that is it, correct its name.",
        ),
        "disabled-column": (
            "Cột «disabled» không thuộc chuẩn XLSForm hiện nay. Hãy xóa dòng không dùng, hoặc dùng cột relevant.",
            "The column “disabled” is no part of today's XLSForm. Delete rows that are not used, or use relevant.",
        ),
        "skipped-row": (
            "Dòng này không có loại, tên và lời văn nên bị bỏ qua. Nếu là ghi chú thì cứ để.",
            "This row has no type, name or label and is passed over. If it is a remark, leave it.",
        ),
        "language-code": (
            "Cột ngôn ngữ {languages} chưa có mã. Hãy ghi mã trong ngoặc, ví dụ label::Tiếng Việt (vi).",
            "The language columns {languages} have no code. Add it in brackets, for example label::English (en).",
        ),
        "names-alike": (
            "Tên này chỉ khác một tên khác trong cùng nhóm ở chữ hoa, chữ thường; xuất dữ liệu dễ lẫn. Hãy đổi tên.",
            "This name differs from another one of its group only by capital letters, which mixes up data. Rename it.",
        ),
        "old-metadata": (
            "Điện thoại đời mới không cho biết «{name}»; câu này sẽ để trống. Hãy bỏ dòng này.",
            "Today's phones do not tell “{name}”; it stays blank. Remove the row.",
        ),
        # Choices
        "unlabelled-choice": (
            "Lựa chọn này không có lời văn; người ghi chỉ thấy mã. Hãy điền cột label.",
            "This choice has no wording; people see its code. Fill in the label column.",
        ),
        "or-other": (
            "or_other thêm lựa chọn “Other” chỉ bằng tiếng Anh. Biểu mẫu có nhiều tiếng: hãy tự thêm lựa chọn “khác” và"
            " một câu text.",
            "or_other adds “Other” in English only. This form has several languages: add the choice “other” and a text"
            " question yourself.",
        ),
        "unused-list": (
            "Danh sách lựa chọn «{name}» không được câu hỏi nào dùng. Hãy bỏ đi, hoặc sửa tên ở cột type của câu hỏi.",
            "No question uses the choice list “{name}”. Remove it, or correct the name in the question's type.",
        ),
        "unreachable-choice": (
            "Lựa chọn «{value}» không bao giờ hiện ra: cột {column} ghi «{written}», nhưng câu «{question}» không có"
            " lựa chọn đó. Hãy sửa ô này hoặc thêm lựa chọn.",
            "The choice “{value}” can never be offered: its column {column} says “{written}”, which the question"
            " “{question}” does not offer. Correct the cell or add that choice.",
        ),
        "same-choice-label": (
            "Hai lựa chọn «{first}» và «{second}» có cùng lời văn «{label}» nên người ghi không phân biệt được."
            " Hãy sửa lời văn.",
            "The choices “{first}” and “{second}” read the same, “{label}”, so nobody can tell them apart. Reword one.",
        ),
        "unknown-choice": (
            "Biểu thức so câu «{question}» với «{value}», nhưng câu đó không có lựa chọn này nên điều kiện không bao"
            " giờ đúng. Hãy sửa mã lựa chọn. Biểu thức: {expression}",
            "The expression compares “{question}” with “{value}”, which it does not offer, so this never holds."
            " Correct the choice's code. Expression: {expression}",
        ),
        "heavy-list": (
            "Danh sách «{name}» ({rows} dòng) nằm ngay trong trang: mỗi điện thoại phải tải thêm {size} kB trước khi"
            " ghi được câu đầu tiên. Hãy chuyển ra tệp CSV và dùng select_one_from_file: tệp CSV tải sau khi trang đã"
            " mở.",
            "The list “{name}” ({rows} rows) stands in the page itself: every phone downloads {size} kB more before"
            " the first answer. Move it into a CSV file with select_one_from_file: that comes after the page.",
        ),
        "heavy-file": (
            "Danh sách «{name}» có {rows} dòng: mỗi điện thoại phải tải {size} kB (khoảng {seconds} giây khi sóng 2G)."
            " Hãy bớt dòng không dùng ở địa bàn này, bớt cột không dùng, hoặc chia danh sách theo địa bàn.",
            "The list “{name}” has {rows} rows: every phone downloads {size} kB (about {seconds} seconds on 2G)."
            " Drop rows and columns that this area does not use, or split the list by area.",
        ),
        # Words
        "missing-translation": (
            "«{name}»: chưa có {what} bằng {languages}; người dùng tiếng đó sẽ thấy lời văn tiếng khác. Hãy dịch nốt."
            "{more}",
            "“{name}” has no {what} in {languages}; people who use it see another language. Translate it.{more_en}",
        ),
        "no-constraint-message": (
            "Câu «{name}» có điều kiện (constraint) nhưng không có lời báo; người ghi chỉ thấy “Giá trị này không hợp"
            " lệ.” mà không biết sửa thế nào. Hãy điền cột constraint_message.",
            "“{name}” has a constraint but no message; people only read “This value is not allowed.” and cannot know"
            " what to do. Fill in constraint_message.",
        ),
        "same-label": (
            "Hai câu «{first}» và «{name}» trong cùng một nhóm có cùng lời văn «{label}». Hãy ghi rõ khác nhau ở đâu.",
            "“{first}” and “{name}” stand in one group and read the same, “{label}”. Say how they differ.",
        ),
        "unlabelled": (
            "Câu «{name}» không có lời văn; người ghi chỉ thấy một ô trống. Hãy điền cột label.",
            "“{name}” has no wording; people see an empty box. Fill in the label column.",
        ),
        "unlabelled-group": (
            "Nhóm «{name}» là một trang nhưng không có lời văn. Hãy điền cột label để người ghi biết trang nói về gì.",
            "The group “{name}” is a page without a title. Fill in the label so that people know what it is about.",
        ),
        # Logic
        "never-relevant": (
            "«{name}» không bao giờ hiện ra vì điều kiện hiện (relevant) luôn sai. Hãy sửa điều kiện hoặc bỏ dòng này."
            " Biểu thức: {expression}",
            "“{name}” never appears, because its relevant never holds. Correct the condition or remove the row."
            " Expression: {expression}",
        ),
        "unseen-rule": (
            "«{name}» không hiện trên phiếu nên cột {column} của nó không bao giờ được kiểm tra. Hãy đặt điều kiện ở"
            " câu mà người ghi trả lời.",
            "“{name}” does not stand on the form, so its {column} is never checked. Put it on a question that people"
            " answer.",
        ),
        "overwritten-answer": (
            "Câu «{name}» cho người ghi nhập nhưng lại có cột calculation: điều họ nhập sẽ bị tính đè lên. Muốn điền"
            " sẵn, hãy dùng cột default hoặc trigger; muốn chỉ cho xem, hãy ghi read_only là yes.",
            "People can answer “{name}”, but it has a calculation, which overwrites what they enter. To fill it in"
            " beforehand use default or trigger; to only show it set read_only to yes.",
        ),
        "overwritten-default": (
            "«{name}» có cả default và calculation; phép tính đè lên giá trị đặt sẵn. Hãy bỏ một trong hai.",
            "“{name}” has both a default and a calculation, which overwrites it. Remove one of the two.",
        ),
        "recomputed": (
            "{function}() trong cột calculation được tính lại mỗi khi mở phiếu hay khi điều nó đọc thay đổi, nên"
            " giá trị đổi theo. Muốn giữ nguyên, hãy bọc bằng once(…) hoặc dùng cột default, trigger. Biểu"
            " thức: {expression}",
            "{function}() in a calculation is computed again whenever the record is opened or what it reads changes, so"
            " its value changes. To keep it, wrap it in once(…) or use default or trigger. Expression: {expression}",
        ),
        "stored-boolean": (
            "«{name}» giữ chữ “true” hoặc “false”; cả hai đều được coi là đúng khi dùng làm điều kiện. Hãy viết"
            " ${{{name}}} = 'true'. Biểu thức: {expression}",
            "“{name}” holds the text “true” or “false”, and both count as true in a condition. Write"
            " ${{{name}}} = 'true'. Expression: {expression}",
        ),
        "several-compared": (
            "Câu «{name}» cho chọn nhiều mục, nên so bằng «{value}» chỉ đúng khi chọn đúng một mục đó. Hãy dùng"
            " selected(${{{name}}}, '{value}'). Biểu thức: {expression}",
            "People may choose several answers in “{name}”, so comparing it with “{value}” holds only when nothing else"
            " is chosen. Use selected(${{{name}}}, '{value}'). Expression: {expression}",
        ),
        "blank-number": (
            "Nếu câu {names} bỏ trống thì cả phép tính ra trống. Muốn coi là 0, hãy viết coalesce(${{{name}}}, 0)."
            " Biểu thức: {expression}",
            "When {names} is left blank the whole result is blank. To count it as 0 write coalesce(${{{name}}}, 0)."
            " Expression: {expression}",
        ),
        "blank-unequal": (
            "Khi câu «{name}» còn trống, {comparison} vẫn đúng. Nếu không muốn vậy, hãy thêm ${{{name}}} != '' and …"
            " Biểu thức: {expression}",
            "While “{name}” is blank, {comparison} holds. If that is not meant, add ${{{name}}} != '' and …"
            " Expression: {expression}",
        ),
        "date-text": (
            "Ngày {text} viết trong nháy là chữ, không phải ngày, nên phép so sánh hay phép tính này không bao giờ đúng"
            " (Enketo vẫn hiểu). Hãy viết date({text}). Biểu thức: {expression}",
            "{text} in quotes is a text and no date, so comparing or computing with it gives nothing (Enketo takes it"
            " for a date). Write date({text}). Expression: {expression}",
        ),
        "day-before": (
            "{function}(decimal-date-time(…)) cho ra ngày hôm trước: 0 giờ ở Việt Nam là 17 giờ hôm trước theo giờ quốc"
            " tế. Muốn đếm ngày, hãy trừ thẳng hai ngày cho nhau. Biểu thức: {expression}",
            "{function}(decimal-date-time(…)) gives the day before: midnight in Việt Nam is 17:00 of the day before in"
            " UTC. To count days, subtract the dates themselves. Expression: {expression}",
        ),
        "format-letter": (
            "Mẫu ngày giờ «{pattern}» có {letter}, ký hiệu không dùng được, nên kết quả luôn trống. Dùng được: %Y %y %m"
            " %n %b %d %e %a %W %H %h %M %S %3. Biểu thức: {expression}",
            "The pattern “{pattern}” holds {letter}, which does not work, so the result is always blank. These do: %Y"
            " %y %m %n %b %d %e %a %W %H %h %M %S %3. Expression: {expression}",
        ),
        # Weight on the network
        "heavy-answer": (
            "Câu «{name}» nhận {what}: một tệp có thể nặng hàng chục MB, gửi bằng 2G mất hàng giờ và tốn tiền của người"
            " ghi. Nếu ảnh hoặc lời ghi là đủ, hãy dùng image hoặc text.",
            "“{name}” takes {what_en}: one file may weigh tens of MB, hours of sending on 2G at the surveyor's expense."
            " If a photo or a text will do, use image or text.",
        ),
        "max-pixels": (
            "Câu hỏi ảnh chưa đặt max-pixels nên ODK Collect gửi ảnh nguyên cỡ, nặng vài MB. Hãy ghi max-pixels=1600 ở"
            " cột parameters (trang web của ta tự thu nhỏ ảnh).",
            "This picture question has no max-pixels, so ODK Collect sends pictures of several MB. Put max-pixels=1600"
            " into parameters (our own page makes pictures smaller by itself).",
        ),
        # Privacy
        "no-consent": (
            "Biểu mẫu thu thập thông tin cá nhân ({fields}) nhưng không có câu xin đồng ý. Hãy thêm trước đó một câu"
            " acknowledge hoặc select_one nói rõ mục đích, ai được xem, giữ bao lâu; ghi bind::ph:consent là yes.",
            "The form collects personal data ({fields}) but does not ask for consent. Before these add an acknowledge"
            " or select_one that says what for, who may see it and for how long; set bind::ph:consent to yes.",
        ),
        "late-consent": (
            "Câu xin đồng ý «{name}» đứng sau những câu hỏi thông tin cá nhân ({fields}). Hãy đưa lên trước.",
            "The consent question “{name}” stands behind questions about personal data ({fields}). Move it up.",
        ),
        "identity-photo": (
            "Câu «{name}» xin ảnh giấy tờ tùy thân. Không được thu ảnh giấy tờ; nếu thật cần, chỉ hỏi số và nêu rõ"
            " căn cứ.",
            "“{name}” asks for a picture of an identity document. Do not collect such pictures; if you must, ask for"
            " the number only and say on what ground.",
        ),
        "sensitive-data": (
            "Câu «{name}» hỏi thông tin nhạy cảm ({what}). Chỉ giữ lại nếu thật sự cần, và ghi bind::ph:sensitive để"
            " người ngoài đơn vị không xem được.",
            "“{name}” asks for sensitive data ({what_en}). Keep it only if it is really needed, and set"
            " bind::ph:sensitive so that only the own unit sees it.",
        ),
        # Where other programs differ
        "elsewhere-function": (
            "Chạy được ở đây và trong {works}, nhưng ODK Collect không có hàm {function}() và sẽ không mở được biểu"
            " mẫu.{more} Biểu thức: {expression}",
            "Works here and in {works}, but ODK Collect has no {function}() and will not open the form.{more_en}"
            " Expression: {expression}",
        ),
        "elsewhere-axis": (
            "Chạy được ở đây, nhưng ODK Collect không hiểu «{axis}» trong đường dẫn và sẽ không mở được biểu mẫu.{more}"
            " Biểu thức: {expression}",
            "Works here, but ODK Collect does not know “{axis}” in a path and will not open the form.{more_en}"
            " Expression: {expression}",
        ),
        "elsewhere-regex": (
            "Ở đây và trong ODK Collect, cả câu trả lời phải khớp mẫu của regex(); Enketo và ODK Web Forms chỉ cần một"
            " đoạn khớp. Hãy thêm ^ ở đầu mẫu và $ ở cuối.{more} Biểu thức: {expression}",
            "Here and in ODK Collect the whole answer has to match the pattern of regex(); for Enketo and ODK Web Forms"
            " a part is enough. Put ^ in front of the pattern and $ at its end.{more_en} Expression: {expression}",
        ),
        "elsewhere-sum": (
            "{function}() ở đây và trong ODK Collect bỏ qua ô trống; trong Enketo chỉ một ô «{name}» trống là kết quả"
            " thành NaN.{more} Biểu thức: {expression}",
            "{function}() passes over blanks here and in ODK Collect; in Enketo one blank “{name}” makes the result"
            " NaN.{more_en} Expression: {expression}",
        ),
        "elsewhere-max": (
            "max() trong ODK Collect tính sai khi mọi giá trị đều âm (ra 0); ở đây tính đúng.{more} Biểu thức:"
            " {expression}",
            "max() is wrong in ODK Collect when all values are negative (it gives 0); here it is right.{more_en}"
            " Expression: {expression}",
        ),
        "elsewhere-selected": (
            "ODK Collect báo lỗi vì tham số thứ hai của selected() là số; hãy viết trong nháy: '{value}'.{more}"
            " Biểu thức: {expression}",
            "ODK Collect stops at selected() with a number as its second argument; put it in quotes: '{value}'."
            "{more_en} Expression: {expression}",
        ),
        "elsewhere-big-number": (
            "ODK Collect chỉ giữ số nguyên đến 2.147.483.647; số lớn hơn bị cắt còn chừng ấy. Ở đây giữ đúng. Nếu dùng"
            " Collect, hãy đổi «{name}» sang kiểu decimal.{more}",
            "ODK Collect holds whole numbers up to 2,147,483,647 and cuts larger ones down to that. Here they stay"
            " right. For Collect make “{name}” a decimal.{more_en}",
        ),
        "elsewhere-count": (
            "Khi số dòng giảm, Enketo xóa hẳn các dòng thừa của «{name}»; ở đây và trong ODK Collect các dòng đó được"
            " giữ lại.{more}",
            "When the count falls, Enketo deletes the surplus entries of “{name}”; here and in ODK Collect they are"
            " kept.{more_en}",
        ),
        "elsewhere-index": (
            "Khi chỉ số bằng 0 (dòng đầu tiên), indexed-repeat() ở đây cho ra trống, còn ODK Collect lấy dòng 1."
            " Hãy bọc bằng if(position(..) > 1, …, '').{more} Biểu thức: {expression}",
            "With index 0 (in the first entry) indexed-repeat() gives nothing here, but entry 1 in ODK Collect. Wrap it"
            " in if(position(..) > 1, …, '').{more_en} Expression: {expression}",
        ),
        "elsewhere-hidden": (
            "Khi «{name}» bị ẩn, ở đây và trong ODK Collect nó được coi là trống; Enketo vẫn đọc giá trị cũ. Hãy đưa"
            " điều kiện hiện vào biểu thức nếu dùng Enketo.{more} Biểu thức: {expression}",
            "While “{name}” is hidden it reads as blank here and in ODK Collect; Enketo still reads its old value. For"
            " Enketo repeat the condition in the expression.{more_en} Expression: {expression}",
        ),
    }
)
