"""The problems of who else may see a handbook."""

from collections.abc import Mapping

from handbook.domain import errors
from handbook.web.problem import Problem

OF_SHARING = (
    Problem(
        "too-many-invitations",
        409,
        "Sổ này đang có quá nhiều lời mời chưa trả lời: hãy hủy bớt trước khi mời thêm",
        "Too many invitations of this handbook are open: revoke one before you invite again",
    ),
    Problem(
        "invitation-over",
        409,
        "Lời mời này không còn hiệu lực: đã được dùng, đã bị hủy hoặc đã hết hạn",
        "This invitation is over: it was used, revoked or has expired",
    ),
    Problem(
        "last-guardian",
        409,
        "Sổ phải còn ít nhất một người giám hộ không thời hạn: hãy chuyển quyền giám hộ hoặc nhờ trạm y tế",
        "A guardian without an end has to stay: transfer the guardianship, or ask the station",
    ),
)
OF_CLASS_OF_SHARING: Mapping[type[Exception], str] = {
    errors.TooManyInvitationsError: "too-many-invitations",
    errors.InvitationOverError: "invitation-over",
    errors.LastGuardianError: "last-guardian",
}
