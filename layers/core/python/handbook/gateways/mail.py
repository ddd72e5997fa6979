"""Letters by e-mail."""

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws


class SesMail:
    """Sends through Amazon SES, from one address."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, address: str, subject: str, words: str) -> None:
        """Hand one letter to SES. Raises UnavailableError when it was not taken."""
        content = {"Subject": {"Data": subject, "Charset": "UTF-8"}}
        content["Body"] = {"Text": {"Data": words, "Charset": "UTF-8"}}  # type: ignore[dict-item]
        try:
            aws.client("sesv2").send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [address]},
                Content={"Simple": content},
            )
        except (BotoCoreError, ClientError) as error:
            raise aws.unavailable(error) from None  # its message can repeat the address
