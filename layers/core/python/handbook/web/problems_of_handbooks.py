"""The problems of what is recorded in a handbook; web/problems.py has all others and the table of exceptions."""

from handbook.web.problem import Problem

OF_HANDBOOKS = (
    Problem(
        "alert-resolved",
        409,
        "Cảnh báo này đã kết thúc: không cần ghi nhận nữa",
        "This alert has ended: nothing is left to acknowledge",
    ),
    Problem(
        "alert-acknowledged",
        409,
        "Cảnh báo này đã được ghi nhận rồi: hãy đọc lại danh sách cảnh báo",
        "This alert was acknowledged already: read the list of alerts again",
    ),
    Problem(
        "too-many-identifiers",
        409,
        "Sổ này đã có quá nhiều số định danh: hãy sửa số đã ghi thay vì ghi thêm",
        "Too many identifiers stand in this handbook: correct one that is there instead of adding another",
    ),
    Problem(
        "too-many-conditions",
        409,
        "Sổ này đang có quá nhiều chống chỉ định hoặc từ chối: hãy kết thúc bớt trước khi ghi thêm",
        "Too many contraindications and refusals stand in this handbook: end some before adding another",
    ),
    Problem(
        "wrong-entry-status",
        409,
        "Mục này đang ở trạng thái không cho phép việc này: hãy đọc lại",
        "The entry's status does not allow this: read it again",
    ),
    Problem(
        "wrong-dispute-state",
        409,
        "Phản ánh đang ở trạng thái không cho phép việc này: hãy đọc lại",
        "The dispute is in a state in which this cannot be done: read it again",
    ),
    Problem(
        "too-many-steps",
        409,
        "Phản ánh này đã quá dài hoặc có quá nhiều phản ánh đang mở: hãy liên hệ trực tiếp với cơ sở",
        "This dispute is too long, or too many are open: talk to the unit",
    ),
    Problem("not-uploaded", 409, "Tệp chưa được tải lên", "The file has not arrived yet"),
    Problem(
        "too-many-attachments",
        409,
        "Sổ này đã có quá nhiều tệp đính kèm",
        "This handbook has as many files as it can have",
    ),
    Problem(
        "delivery-recorded",
        409,
        "Cuộc đẻ của thai kỳ này đã được ghi: hãy sửa bản ghi đó",
        "The delivery of this pregnancy is recorded already: correct that entry",
    ),
    Problem(
        "not-born-yet",
        409,
        "Sổ này đang theo dõi thai kỳ: trẻ chưa được ghi là đã sinh",
        "This handbook is of a pregnancy: no birth has been recorded yet",
    ),
    Problem(
        "no-pregnancy",
        409,
        "Sổ này được mở cho trẻ, không có thông tin thai kỳ",
        "This handbook was opened for a child and tells of no pregnancy",
    ),
    Problem(
        "birth-recorded",
        409,
        "Lần sinh này đã được ghi: hãy đọc lại sổ và sửa chỗ chưa đúng",
        "The birth is recorded already: read the handbook again, and correct what is wrong",
    ),
    Problem(
        "wrong-life-state",
        409,
        "Sổ đang ở trạng thái không cho phép ghi việc này",
        "The handbook is in a state in which this cannot be recorded",
    ),
    Problem("date-in-future", 422, "Ngày nằm trong tương lai", "The date lies in the future"),
    Problem("date-before-birth", 422, "Ngày trước khi trẻ sinh", "The date lies before the birth of the child"),
    Problem(
        "wrong-file",
        422,
        "Tệp không đúng loại hoặc kích thước đã khai báo, hoặc bị hỏng",
        "The file is not of the type and size that was announced, or is damaged",
    ),
    Problem(
        "date-before-pregnancy",
        422,
        "Ngày trước khi bắt đầu thai kỳ",
        "The date lies before the pregnancy began",
    ),
    Problem(
        "date-after-end",
        422,
        "Ngày sau khi sổ đã kết thúc (trẻ mất, thai kỳ kết thúc hoặc sổ đã đóng)",
        "The date lies after the end: the child had died, the pregnancy was over or the handbook closed",
    ),
    Problem(
        "date-after-six",
        422,
        "Sổ ghi việc chăm sóc thường quy đến khi trẻ tròn 6 tuổi; mũi tiêm thì luôn ghi được",
        "Routine care is recorded here until the sixth birthday; vaccine doses always are",
    ),
    Problem(
        "gestation-too-long",
        422,
        "Tính theo ngày này thì thai đã quá 44 tuần: hãy kiểm tra lại ngày",
        "By this date the pregnancy would be over 44 weeks old: check the date",
    ),
    Problem(
        "gestation-too-short",
        422,
        "Tính theo tuổi thai thì chưa đủ 20 tuần: hãy ghi sảy thai, hoặc sửa ngày tính tuổi thai trước",
        "By the dating this is before 20 weeks: record a miscarriage, or correct the dating first",
    ),
    Problem(
        "dating-needed",
        422,
        "Thai kỳ cần ít nhất một căn cứ tính tuổi thai: kỳ kinh cuối, siêu âm hoặc ngày chuyển phôi",
        "A pregnancy needs a dating: the last period, a scan or the day of an embryo transfer",
    ),
    Problem(
        "implausible-value",
        422,
        "Giá trị không thể có ở tuổi này: hãy kiểm tra đơn vị và số lẻ",
        "No child of this age has such a value: check the unit and the decimal point",
    ),
    Problem(
        "unknown-product",
        422,
        "Vắc xin không có trong danh mục",
        "The vaccine product is not in the schedule",
    ),
    Problem(
        "unprintable-name",
        422,
        "Tên có ký tự không in được trên thẻ hoặc quá dài",
        "The name has letters that the card cannot print, or is too long for it",
    ),
)
