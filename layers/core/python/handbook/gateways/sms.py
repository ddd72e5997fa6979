"""Text messages."""

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.ids import PhoneE164


class SnsSms:
    """Sends through Amazon SNS, under the registered brand name."""

    def __init__(self, sender_id: str) -> None:
        self._sender_id = sender_id

    def send(self, phone: PhoneE164, text: str) -> None:
        """Hand one message to the provider. Raises UnavailableError when it was not taken."""
        attributes = {
            "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": self._sender_id},
            "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
        }
        try:
            aws.client("sns").publish(PhoneNumber=phone, Message=text, MessageAttributes=attributes)
        except (BotoCoreError, ClientError) as error:
            raise aws.unavailable(error) from error
