"""Apple's and Google's push services, behind platform applications of Amazon SNS that the providers' secret names."""

import re
from collections.abc import Mapping

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.errors import InvalidFieldError
from handbook.domain.reminders.devices import Platform

_KEPT = re.compile(r"Endpoint (arn:\S+) already exists with the same Token")
_REFUSED = {"InvalidParameter", "InvalidParameterValue", "InvalidParameterException"}


class SnsPlatforms:
    """Makes and removes endpoints. `applications` are the ARNs by platform."""

    def __init__(self, applications: Mapping[str, str]) -> None:
        self._applications = applications

    def endpoint(self, platform: Platform, token: str) -> str:
        """Give where an installation is reached: the same for the same token, and awake where it had been shut.

        Raises: InvalidFieldError for a platform that this stage does not serve and a token that is none of its;
        UnavailableError.
        """
        application = self._applications.get(platform)
        if not application:
            raise InvalidFieldError("platform")
        try:
            endpoint = _made(application, token)
            awake = {"Token": token, "Enabled": "true"}
            aws.client("sns").set_endpoint_attributes(EndpointArn=endpoint, Attributes=awake)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _REFUSED:
                raise InvalidFieldError("token") from None  # its message repeats the token
            raise aws.unavailable(error) from None
        except BotoCoreError as error:
            raise aws.unavailable(error) from None
        return endpoint

    def remove(self, endpoint: str) -> None:
        """Remove an endpoint; one that is gone already is no failure. Raises: UnavailableError."""
        try:
            aws.client("sns").delete_endpoint(EndpointArn=endpoint)
        except (ClientError, BotoCoreError) as error:
            raise aws.unavailable(error) from error


def _made(application: str, token: str) -> str:
    try:
        made = aws.client("sns").create_platform_endpoint(PlatformApplicationArn=application, Token=token)
    except ClientError as error:
        # SNS refuses a token that it has with other attributes, one that was shut among them, and names its endpoint.
        kept = _KEPT.search(str(error.response.get("Error", {}).get("Message", "")))
        if kept is None:
            raise
        return kept[1]
    return str(made["EndpointArn"])


class NoPlatforms:
    """Where messages to the app are shown on the console: nothing is registered with anybody."""

    def endpoint(self, platform: Platform, token: str) -> str:
        """Give a name that says nothing."""
        del token
        return f"console/{platform}"

    def remove(self, endpoint: str) -> None:
        """Do nothing."""
        del endpoint
