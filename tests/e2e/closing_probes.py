"""Accounts whose 14 days are over, closed by the night on a running stack: what its permissions are proved with."""

from datetime import UTC, datetime, timedelta

from tests.e2e.client import family, new_phone
from tests.e2e.probes import DIED, World
from tools.stack.lifecycle import Stack


def let_be_due(stack: Stack, account_id: str) -> None:
    """Let an account's 14 days be over since yesterday."""
    day = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    said = {":day": {"S": day}, ":kind": {"S": "CLOSING"}, ":place": {"S": f"{day}#{account_id}"}}
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["DirectoryTable"],
        Key={"pk": {"S": f"ACCOUNT#{account_id}"}, "sk": {"S": "STANDING"}},
        UpdateExpression="SET closing_on = :day, gsi1pk = :kind, gsi1sk = :place",
        ExpressionAttributeValues=said,
    )


def close_an_account(world: World) -> str:
    """Let one more account be due, and the night come: whether it ended well, and whether the number was told."""
    phone = new_phone()
    leaving = family(world.stack, phone)
    let_be_due(world.stack, leaving.get("/me").body["id"])
    before = len(world.stack.sms("+84" + phone[1:]))
    done = world.deployment.invoke("ClosingsFunction", {})
    told = len(world.stack.sms("+84" + phone[1:])) - before
    return DIED if done is None else f"closed, {told} SMS"
