"""boto3 clients of the emulated AWS."""

from typing import Any

import boto3
from botocore.config import Config

from tools.stack.settings import REGION, ROOT_CREDENTIALS, StackSettings


def client(settings: StackSettings, service: str) -> Any:  # noqa: ANN401 - boto3 has a type per service
    """A boto3 client of the emulated AWS with the deployer's rights, whatever the caller's profile says."""
    make: Any = boto3.session.Session().client
    return make(
        service,
        region_name=REGION,
        endpoint_url=settings.endpoint,
        aws_access_key_id=ROOT_CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ROOT_CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(proxies={}, retries={"total_max_attempts": 2}, read_timeout=60, s3={"addressing_style": "path"}),
    )
