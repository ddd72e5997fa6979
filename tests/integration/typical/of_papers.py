"""Typical calls about consents and requests about personal data."""

from handbook.bootstrap import privacy
from handbook.domain.data_requests import RequestId
from handbook.domain.ids import AccountId
from handbook.domain.request_lists import RequestList
from tests.integration.agreed import agree, words
from tests.integration.api import Answer
from tests.integration.typical.crowd import COMMUNE, PAGE
from tests.integration.typical.pattern import Scene, Typical
from tests.integration.world import MOTHER

ACCOUNT = AccountId("mother")
_REQUEST: list[RequestId] = []


def prepare(scene: Scene) -> None:
    """Agree to a purpose of the handbook and to one of the account, and object to something."""
    path = f"/v1/handbooks/{scene.book.handbook_id}"
    _created(agree(path, "research"))
    _created(MOTHER.post("/v1/me/consents", words("email_notices")))
    asked = _created(MOTHER.post(f"{path}/data-requests", {"kind": "object", "text": "Tôi phản đối"}))
    _REQUEST[:] = [RequestId(asked.body["request_id"])]


def _created(answer: Answer) -> Answer:
    assert answer.status == 201, answer.body
    return answer


PATTERNS = {
    "AP-160": Typical("one act", lambda s: privacy.consents().of_handbook([s.book.handbook_id], PAGE).items),
    "AP-161": Typical("one act", lambda _: privacy.consents().of_account(ACCOUNT, PAGE).items),
    "AP-162": Typical("the one", lambda s: privacy.data_requests().get([s.book.handbook_id], _REQUEST[0])),
    "AP-163": Typical(
        "the one, listed", lambda s: privacy.data_requests().of_handbook([s.book.handbook_id], PAGE).items
    ),
    "AP-164": Typical(
        "one of a commune", lambda _: privacy.data_requests().waiting(RequestList((COMMUNE,)), None, PAGE).items
    ),
}
