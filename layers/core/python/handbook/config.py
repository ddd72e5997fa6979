"""The environment, read once. Table and secret names come from template.yaml."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one function; those that a function does not use are empty."""

    stage: str
    code_host: str
    sms_sender_id: str
    email_sender: str
    sign_in_secret: str
    phone_secret: str
    code_secret: str
    family_pool: str
    family_client: str
    staff_pool: str
    staff_client: str
    staff_client_secret: str
    files_bucket: str
    attachments_bucket: str
    exports_bucket: str
    anchors_bucket: str
    export_queue: str
    batch_queue: str
    reminder_queue: str
    reforecast_queue: str
    provider_secret: str
    reminder_workers: str
    allowed_origins: str

    @property
    def web_origins(self) -> frozenset[str]:
        """Give the web pages that may read answers, as `https://host`; none unless they are configured."""
        return frozenset(filter(None, self.allowed_origins.split(",")))

    @property
    def is_local(self) -> bool:
        """Say whether this is the emulated AWS of a developer's machine."""
        return self.stage == "local"


@cache
def config() -> Config:
    """Read the environment once for each process."""
    return Config(**{name: os.environ.get(name.upper(), "") for name in Config.__slots__})
