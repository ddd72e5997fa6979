"""Signatures are botocore's, to the letter."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from hypothesis import given
from hypothesis import strategies as st

from handbook.storage.signing import Signer

REGION, TARGET = "ap-southeast-1", "DynamoDB_20120810.GetItem"
KEYS = ReadOnlyCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None)
LENT = ReadOnlyCredentials("ASIAEXAMPLE", "wJalrXUtnFEMI", "FwoGZXIvYXdzEBYaD+/=")
OURS = "https://dynamodb.ap-southeast-1.amazonaws.com"
instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def botocores(url: str, headers: dict[str, str], body: bytes, keys: ReadOnlyCredentials, at: datetime) -> str:
    asked = {name: value for name, value in headers.items() if name not in {"Authorization", "X-Amz-Security-Token"}}
    request = AWSRequest("POST", url, asked, body)
    request.context["timestamp"] = f"{at:%Y%m%dT%H%M%SZ}"
    auth: Any = SigV4Auth(keys, "dynamodb", REGION)
    auth._modify_request_before_signing(request)
    text = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(text, request))
    return str(request.headers["Authorization"])


@given(body=st.binary(max_size=300), at=instants, keys=st.sampled_from([KEYS, LENT]))
def test_a_signature_is_the_one_that_botocore_makes(body: bytes, at: datetime, keys: ReadOnlyCredentials) -> None:
    headers = Signer(OURS, REGION).headers(TARGET, body, keys, at)
    assert headers["Authorization"] == botocores(f"{OURS}/", headers, body, keys, at)
    assert headers.get("X-Amz-Security-Token") == keys.token


@pytest.mark.parametrize(
    "url",
    [OURS, f"{OURS}:443", f"{OURS}:8443", "http://localhost:4566", "http://localhost:80", "http://127.0.0.1:443"],
)
def test_the_host_is_signed_as_it_is_sent(url: str) -> None:
    signer, at = Signer(url, REGION), datetime(2026, 6, 15, 3, tzinfo=UTC)
    headers = signer.headers(TARGET, b"{}", KEYS, at)
    assert signer.is_plain
    assert headers["Authorization"] == botocores(signer.url, headers, b"{}", KEYS, at)


@pytest.mark.parametrize("url", [f"{OURS}/path", f"{OURS}/?query=1", "https://user@example.org"])
def test_an_endpoint_that_is_not_the_root_of_a_host_is_none_for_us(url: str) -> None:
    assert not Signer(url, REGION).is_plain
