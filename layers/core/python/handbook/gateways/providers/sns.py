"""Amazon SNS: text messages under the registered brand name, and pushes to apps. It cannot be asked afterwards."""

import json
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)

from handbook import aws
from handbook.domain.reminders.delivery import Said, Verdict

_DEAD = {"OptedOut", "OptedOutException", "EndpointDisabled", "EndpointDisabledException", "NotFound"}
_DEAD |= {"NotFoundException", "PlatformApplicationDisabled", "PlatformApplicationDisabledException"}
_REJECTED = {"InvalidParameter", "InvalidParameterValue", "InvalidParameterException", "ParameterValueInvalid"}
_BUSY = {"Throttling", "Throttled", "ThrottledException", "ThrottlingException", "TooManyRequestsException"}
_BUSY |= {"AuthorizationError", "AuthorizationErrorException", "AccessDenied", "AccessDeniedException", "KMSThrottling"}
_BUSY |= {"ExpiredToken", "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"}
"""Nothing was taken: SNS or our account has to be mended first."""


class SnsTexts:
    """Sends text messages."""

    def __init__(self, name: str, sender_id: str) -> None:
        self.name = name
        self._attributes = {
            "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": sender_id},
            "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
        }

    def send(self, to: str, words: str, reference: str) -> Said:
        """Hand one text over, once: SNS knows no reference, so that a second try could be a second message."""
        del reference
        return _published(PhoneNumber=to, Message=words, MessageAttributes=self._attributes)

    def ask(self, reference: str) -> Said | None:
        """Say that SNS cannot be asked."""
        del reference
        return None


class SnsApp:
    """Sends pushes to the platform endpoint of an app."""

    def __init__(self, name: str) -> None:
        self.name = name

    def send(self, to: str, words: str, reference: str) -> Said:
        """Hand one push over; the app reports by the reference that it was read."""
        alert = {"aps": {"alert": words}, "reference": reference}
        android = {"notification": {"body": words}, "data": {"reference": reference}}
        message = {"default": words, "APNS": json.dumps(alert), "GCM": json.dumps(android)}
        message["APNS_SANDBOX"] = message["APNS"]
        return _published(TargetArn=to, Message=json.dumps(message), MessageStructure="json")

    def ask(self, reference: str) -> Said | None:
        """Say that SNS cannot be asked."""
        del reference
        return None


def _published(**request: Any) -> Said:  # noqa: ANN401 - botocore's own request
    try:
        answer = aws.client_once("sns").publish(**request)
    except ClientError as error:
        return _refused(str(error.response.get("Error", {}).get("Code", "")))
    except (ConnectTimeoutError, EndpointConnectionError, NoCredentialsError) as error:
        return Said(Verdict.BUSY, cause=type(error).__name__)
    except BotoCoreError as error:
        return Said(Verdict.UNSURE, cause=type(error).__name__)
    return Said(Verdict.TAKEN, str(answer.get("MessageId", "")))


def _refused(code: str) -> Said:
    for codes, verdict in ((_DEAD, Verdict.DEAD), (_REJECTED, Verdict.REJECTED), (_BUSY, Verdict.BUSY)):
        if code in codes:
            return Said(verdict, cause=code)
    return Said(Verdict.UNSURE, cause=code)
