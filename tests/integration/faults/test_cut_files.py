"""Files whose bytes are cut on the way to S3 or back."""

from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import MockRawResponse

from handbook import bootstrap
from handbook.domain.errors import UnavailableError
from tests.integration.faults.scene import Scene
from tests.integration.faults.states import files
from tests.integration.faults.transport import Line, error
from tests.integration.matrix_places import made
from tests.integration.test_attachments import PHOTO, upload
from tests.integration.test_batches import generate, order
from tests.integration.world import NURSE

pytestmark = pytest.mark.usefixtures("world")


def cut(call: Any, deliver: Any) -> AWSResponse:
    """Let the body of an object end before its announced length."""
    answered = deliver()
    if call.operation != "GetObject":
        return answered  # type: ignore[no-any-return]
    whole = answered.raw.getvalue()
    headers = {**answered.headers, "Content-Length": str(len(whole))}
    return AWSResponse(answered.url, 200, headers, MockRawResponse(whole[: len(whole) // 2]))  # type: ignore[arg-type]


def test_a_file_that_ends_too_early_is_no_answer_of_s3(wire: Line) -> None:
    bootstrap.files().write("schedules/x.json", "application/json", b"x" * 100)
    wire.cut(-1, cut)

    with pytest.raises(UnavailableError):
        bootstrap.files().read("schedules/x.json")


@pytest.mark.parametrize("sent", [PHOTO[: len(PHOTO) // 2], b"", PHOTO + b"x"])
def test_a_photograph_of_another_size_than_announced_is_thrown_away_and_sent_again(sent: bytes, scene: Scene) -> None:
    about = {"kind": "encounter", "id": scene.place["encounter_id"]}
    path = f"/v1/handbooks/{scene.place['handbook_id']}/attachments"
    file = {"about": about, "media_type": "image/jpeg", "size_bytes": len(PHOTO)}
    attachment_id = made(NURSE.post(path, file))["attachment_id"]
    before = files()
    upload(attachment_id, sent)

    refused = NURSE.post(f"{path}/{attachment_id}/complete", None)

    assert (refused.status, refused.problem) == (422, "wrong-file")
    assert files() == before


@pytest.mark.parametrize("operation", ["UploadPart", "CompleteMultipartUpload"])
@pytest.mark.parametrize("code", ["BadDigest", "InvalidPart", "RequestTimeout"])
def test_sheets_whose_parts_do_not_arrive_whole_are_not_there_and_made_at_the_next_delivery(
    operation: str, code: str, wire: Line
) -> None:
    batch_id = str(order().body["batch_id"])
    wire.cut(-1, lambda call, deliver: error(call, code) if call.operation == operation else deliver())
    assert generate(batch_id) != {"batchItemFailures": []}
    assert files() == {}
    wire.clear()

    assert generate(batch_id) == {"batchItemFailures": []}
    assert len(files()) == 3
