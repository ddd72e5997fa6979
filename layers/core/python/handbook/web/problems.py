"""Problem details (RFC 9457): one table from what went wrong to what the client is told.

docs/problems.md is the registry that clients read; a test holds the two equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.domain import account_errors, errors
from handbook.domain.staff_contacts import ContactTakenError
from handbook.domain.staff_sessions import SignInAgainError
from handbook.domain.texts import Language
from handbook.web.hints import HINTS
from handbook.web.problem import Problem
from handbook.web.problems_of_handbooks import OF_HANDBOOKS
from handbook.web.problems_of_privacy import OF_CLASS as OF_CLASS_OF_PRIVACY
from handbook.web.problems_of_privacy import OF_PRIVACY
from handbook.web.problems_of_sharing import OF_CLASS_OF_SHARING, OF_SHARING

NAMESPACE = "urn:so-me-va-be:problem:"
CONTENT_TYPE = "application/problem+json"


def _listed(*problems: Problem) -> Mapping[str, Problem]:
    return {problem.slug: problem for problem in problems}


PROBLEMS = _listed(
    Problem("bad-request", 400, "Không đọc được yêu cầu", "The request cannot be read"),
    Problem("malformed-json", 400, "Nội dung không phải JSON hợp lệ", "The body is not well-formed JSON"),
    Problem("invalid-cursor", 400, "Vị trí trang không hợp lệ", "The page cursor is not one that we issued"),
    Problem("idempotency-key-required", 400, "Thiếu Idempotency-Key", "An Idempotency-Key header is needed"),
    Problem(
        "unauthenticated",
        401,
        "Cần đăng nhập: thiếu mã truy cập, hoặc mã sai hay đã hết hạn",
        "Sign in first: the token is missing, wrong or has expired",
    ),
    Problem(
        "wrong-code",
        401,
        "Mã không đúng hoặc không còn hiệu lực",
        "The code is wrong or no longer valid",
    ),
    Problem(
        "wrong-credentials",
        401,
        "Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng",
        "User name, password or second factor do not match",
    ),
    Problem(
        "sign-in-again",
        403,
        "Hãy đăng nhập lại rồi làm việc này ngay trong 15 phút",
        "Sign in again, and do this within a quarter of an hour",
    ),
    Problem("forbidden", 403, "Vai trò của bạn không cho phép việc này", "Your role does not allow this"),
    Problem("not-found", 404, "Không tìm thấy", "There is no such thing, or it is not yours to see"),
    Problem("route-not-found", 404, "Không có đường dẫn này", "There is no such route"),
    Problem(
        "conflict",
        409,
        "Dữ liệu vừa được người khác thay đổi: hãy đọc lại rồi thử lại",
        "Somebody else changed this meanwhile: read it again, then try again",
    ),
    Problem(
        "id-taken",
        409,
        "Mã định danh này đã dùng cho nội dung khác: hãy xem bản đang lưu rồi gửi lại với mã mới",
        "This id was used for something else: look at what is kept, then send yours with a new id",
    ),
    Problem(
        "contact-taken",
        409,
        "Email hoặc số điện thoại này thuộc tài khoản cán bộ khác",
        "The e-mail address or the number belongs to another account of staff",
    ),
    Problem(
        "email-taken",
        409,
        "Email này đã dùng cho tài khoản khác",
        "This e-mail address serves another account",
    ),
    Problem(
        "number-taken",
        409,
        "Số này đang dùng để đăng nhập tài khoản khác: hãy đăng nhập tài khoản đó rồi đổi số hoặc đóng nó trước",
        "This number signs in to another account: sign in there and change its number, or close it, first",
    ),
    Problem(
        "number-change-waits",
        409,
        "Số này đang chờ được đổi: hãy thử lại sau khi hết thời gian chờ 72 giờ",
        "This number is waiting to take the place of an old one: try again when the 72 hours are over",
    ),
    Problem("code-unavailable", 409, "Mã này không dùng được", "This code cannot be used"),
    Problem("code-bound-elsewhere", 409, "Mã này đã gắn với sổ khác", "This code leads to another handbook already"),
    Problem("code-ended", 409, "Mã này đã bị hủy hoặc đã được thay", "This code is void or was replaced"),
    Problem("code-not-shipped", 409, "Mã này chưa rời nhà in", "This code has not left the printer"),
    Problem(
        "code-not-carried",
        409,
        "Mã này hiện không dẫn đến sổ này",
        "This code does not lead to this handbook now",
    ),
    Problem(
        "own-code",
        409,
        "Không hủy được mã riêng của sổ: hãy thay bằng mã mới",
        "A handbook's own code is replaced, not made void",
    ),
    Problem("codes-void", 409, "Tất cả mã trong dải này đã bị hủy", "All codes of this run are void"),
    Problem(
        "wrong-batch-state",
        409,
        "Đơn đặt mã đang ở trạng thái không cho phép việc này",
        "The order is in a state in which this cannot be done",
    ),
    Problem("files-gone", 410, "Các tệp của đơn này không còn được cung cấp", "The files of this order are gone"),
    Problem(
        "export-gone",
        410,
        "Tệp xuất này đã hết hạn: hãy yêu cầu lại",
        "The file of this export is gone: ask for another",
    ),
    Problem(
        "stale-version",
        412,
        "Bạn đang sửa bản cũ: hãy đọc lại bản mới nhất",
        "You are changing an old version: read the current one first",
    ),
    Problem("body-too-large", 413, "Nội dung quá lớn", "The body is larger than this route takes"),
    Problem("unsupported-media-type", 415, "Nội dung phải là JSON", "The body must be application/json"),
    Problem(
        "idempotency-key-reused",
        422,
        "Idempotency-Key này đã dùng cho một yêu cầu khác",
        "This Idempotency-Key came before with another request",
    ),
    Problem("unknown-field", 422, "Có trường không nằm trong biểu mẫu này", "A field is not known here"),
    Problem("invalid-field", 422, "Có trường không hợp lệ", "A field is missing or not valid"),
    Problem(
        "phone-not-vietnamese",
        422,
        "Không phải số di động Việt Nam",
        "Not a Vietnamese mobile number",
    ),
    Problem(
        "malformed-code",
        422,
        "Mã bị gõ sai: hãy kiểm tra từng ký tự",
        "The code has a slip in it: check each character",
    ),
    Problem(
        "version-required",
        428,
        "Thiếu If-Match: hãy gửi kèm ETag của bản đang sửa",
        "An If-Match header with the ETag of the version that you change is needed",
    ),
    Problem(
        "too-many-requests",
        429,
        "Quá nhiều yêu cầu: hãy chờ rồi thử lại",
        "Too many requests: wait and try again",
    ),
    Problem(
        "internal-error",
        500,
        "Hệ thống gặp lỗi: hãy gửi lại đúng yêu cầu này",
        "Something failed on our side: send the same request again",
    ),
    Problem(
        "unavailable",
        503,
        "Dịch vụ tạm thời gián đoạn: hãy gửi lại đúng yêu cầu này",
        "A service that we need does not answer: send the same request again",
    ),
    *OF_HANDBOOKS,
    *OF_PRIVACY,
    *OF_SHARING,
)

_OF_CLASS: Mapping[type[Exception], str] = {
    **OF_CLASS_OF_PRIVACY,
    **OF_CLASS_OF_SHARING,
    errors.NotFoundError: "not-found",
    errors.ForbiddenError: "forbidden",
    SignInAgainError: "sign-in-again",
    errors.SignedOutError: "unauthenticated",
    errors.ConflictError: "conflict",
    errors.IdTakenError: "id-taken",
    errors.StaleVersionError: "stale-version",
    errors.VersionRequiredError: "version-required",
    errors.IdempotencyKeyRequiredError: "idempotency-key-required",
    errors.IdempotencyKeyReusedError: "idempotency-key-reused",
    errors.InvalidCursorError: "invalid-cursor",
    errors.InvalidFieldError: "invalid-field",
    errors.PhoneNotVietnameseError: "phone-not-vietnamese",
    errors.DateInFutureError: "date-in-future",
    errors.DateBeforeBirthError: "date-before-birth",
    errors.ImplausibleValueError: "implausible-value",
    errors.UnknownProductError: "unknown-product",
    errors.NameUnprintableError: "unprintable-name",
    errors.CodeMalformedError: "malformed-code",
    errors.CodeUnavailableError: "code-unavailable",
    errors.CodeBoundElsewhereError: "code-bound-elsewhere",
    errors.CodeEndedError: "code-ended",
    errors.CodeNotShippedError: "code-not-shipped",
    errors.CodeNotCarriedError: "code-not-carried",
    errors.OwnCodeError: "own-code",
    errors.CodesVoidError: "codes-void",
    errors.WrongBatchStateError: "wrong-batch-state",
    errors.FilesGoneError: "files-gone",
    errors.ExportGoneError: "export-gone",
    errors.AlertResolvedError: "alert-resolved",
    errors.AlertAcknowledgedError: "alert-acknowledged",
    errors.MergeRefusedError: "merge-refused",
    errors.MergeBeforeBirthError: "merge-before-birth",
    errors.MergeUnconfirmedError: "merge-unconfirmed",
    errors.NotMergedError: "not-merged",
    errors.TooManyIdentifiersError: "too-many-identifiers",
    errors.TooManyGrantsError: "too-many-grants",
    errors.GrantEndedError: "grant-ended",
    errors.GlassWholeError: "glass-whole",
    errors.TooManyConditionsError: "too-many-conditions",
    errors.WrongEntryStatusError: "wrong-entry-status",
    errors.WrongDisputeStateError: "wrong-dispute-state",
    errors.TooManyStepsError: "too-many-steps",
    errors.NotUploadedError: "not-uploaded",
    errors.TooManyAttachmentsError: "too-many-attachments",
    errors.WrongFileError: "wrong-file",
    errors.DeliveryRecordedError: "delivery-recorded",
    errors.NotBornYetError: "not-born-yet",
    errors.NoPregnancyError: "no-pregnancy",
    errors.BirthRecordedError: "birth-recorded",
    errors.WrongLifeStateError: "wrong-life-state",
    errors.DateBeforePregnancyError: "date-before-pregnancy",
    errors.DateAfterEndError: "date-after-end",
    errors.DateAfterSixError: "date-after-six",
    errors.GestationTooLongError: "gestation-too-long",
    errors.GestationTooShortError: "gestation-too-short",
    errors.DatingNeededError: "dating-needed",
    account_errors.EmailTakenError: "email-taken",
    ContactTakenError: "contact-taken",
    account_errors.NumberTakenError: "number-taken",
    account_errors.NumberChangeWaitsError: "number-change-waits",
    errors.WrongCodeError: "wrong-code",
    errors.WrongCredentialsError: "wrong-credentials",
    errors.TooManyRequestsError: "too-many-requests",
    errors.UnavailableError: "unavailable",
}


def problem_of(error: Exception) -> Problem:
    """Find the problem of an exception along its class's ancestors; what is unknown is our failure."""
    slugs = (_OF_CLASS[ancestor] for ancestor in type(error).__mro__ if ancestor in _OF_CLASS)
    return PROBLEMS[next(slugs, "internal-error")]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field at fault, by dotted path, and why, by code; never its value. `hint` is a key of HINTS or empty."""

    field: str
    code: str
    hint: str = ""


def body_of(
    problem: Problem, language: Language, instance: str, at_fault: Sequence[FieldError] = ()
) -> Mapping[str, object]:
    """Write a problem as JSON. `instance` is the request's id, which support can look up."""
    return {
        "type": NAMESPACE + problem.slug,
        "title": problem.en if language == "en" else problem.vi,
        "status": problem.status,
        "instance": instance,
        "errors": [_fault(fault, language) for fault in at_fault],
    }


def _fault(fault: FieldError, language: Language) -> Mapping[str, object]:
    said: dict[str, object] = {"field": fault.field, "code": fault.code}
    if fault.hint:
        said["hint"] = {"code": fault.hint, "text": HINTS[fault.hint].in_(language)}
    return said
