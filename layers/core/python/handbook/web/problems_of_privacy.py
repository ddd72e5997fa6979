"""The problems of consents and of requests about personal data, and the exceptions that they are of."""

from collections.abc import Mapping

from handbook.domain import privacy_errors as errors
from handbook.web.problem import Problem

OF_PRIVACY = (
    Problem(
        "wrong-consent-state",
        409,
        "Sự đồng ý này đã có, chưa có hoặc đã được rút lại: hãy đọc lại danh sách",
        "This consent stands already, was never given or was withdrawn: read the list again",
    ),
    Problem(
        "consent-needed",
        409,
        "Việc này cần sự đồng ý của gia đình cho đúng mục đích: hãy đọc và đồng ý trước",
        "The family has to agree to this purpose first: read the text and agree to it",
    ),
    Problem(
        "child-not-asked",
        409,
        "Trẻ chưa đủ 7 tuổi: chỉ cần người giám hộ đồng ý",
        "The child is not seven yet: its guardian agrees alone",
    ),
    Problem(
        "stale-consent-text",
        409,
        "Nội dung đã đọc không phải là nội dung đang có hiệu lực: hãy đọc lại rồi đồng ý",
        "The text that was read is not the one in force: read it again, then agree",
    ),
    Problem(
        "wrong-request-state",
        409,
        "Yêu cầu đang ở trạng thái không cho phép việc này: hãy đọc lại",
        "The request is in a state in which this cannot be done: read it again",
    ),
    Problem(
        "too-many-open-requests",
        409,
        "Đang có quá nhiều yêu cầu chờ trả lời: hãy chờ trả lời hoặc rút bớt",
        "Too many requests wait for an answer: wait for one, or take one back",
    ),
    Problem(
        "retention-holds",
        409,
        "Pháp luật yêu cầu lưu giữ hồ sơ này nên chưa thể xóa: có thể hạn chế xử lý",
        "The law requires this record to be kept, so it cannot be deleted: it can be restricted",
    ),
    Problem(
        "not-done-yet",
        409,
        "Việc được yêu cầu chưa làm xong: phản ánh còn mở hoặc sự đồng ý còn hiệu lực",
        "What is asked for is not done yet: its dispute is open, or the consent still stands",
    ),
)

OF_CLASS: Mapping[type[Exception], str] = {
    errors.WrongConsentStateError: "wrong-consent-state",
    errors.ConsentNeededError: "consent-needed",
    errors.ChildNotAskedError: "child-not-asked",
    errors.StaleConsentTextError: "stale-consent-text",
    errors.WrongRequestStateError: "wrong-request-state",
    errors.TooManyRequestsOpenError: "too-many-open-requests",
    errors.RetentionHoldsError: "retention-holds",
    errors.NotDoneYetError: "not-done-yet",
}
