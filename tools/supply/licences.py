"""Which licences what we ship may have, and which each package has, as its own licence file says."""

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, metadata

from tools.supply.pins import Pin

ALLOWED = frozenset({"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0"})
"""Licences that let a state ship it within a system of its own, by SPDX's names; the others are asked about first."""

LICENCES: Mapping[str, str] = {
    "annotated-types": "MIT",
    "aws-lambda-powertools": "MIT-0",
    "boto3": "Apache-2.0",
    "botocore": "Apache-2.0",
    "cffi": "MIT-0",
    "cryptography": "Apache-2.0 OR BSD-3-Clause",
    "jmespath": "MIT",
    "pycparser": "BSD-3-Clause",
    "pydantic": "MIT",
    "pydantic-core": "MIT",
    "pynamodb": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "resvg-py": "MIT",
    "s3transfer": "Apache-2.0",
    "segno": "BSD-3-Clause",
    "six": "MIT",
    "typing-extensions": "PSF-2.0",
    "typing-inspection": "MIT",
    "typst": "Apache-2.0",
    "urllib3": "MIT",
}
"""A package is shipped when somebody has read its licence and written it here."""


def declared(name: str) -> str | None:
    """Give the SPDX expression that the installed package declares; None where it declares none or is not there."""
    try:
        return metadata(name).get("License-Expression")
    except PackageNotFoundError:
        return None


def faults(shipped: Iterable[Pin], licences: Mapping[str, str] = LICENCES) -> list[str]:
    """Say which packages have no licence, one that is not allowed, or another than they declare themselves."""
    found = []
    for pin in shipped:
        licence = licences.get(pin.name)
        if licence is None:
            found.append(f"{pin.name}: read its licence and write it into tools/supply/licences.py")
        elif not any(one in ALLOWED for one in licence.split(" OR ")):
            found.append(f"{pin.name}: {licence} is not a licence that we ship without asking")
        elif (own := declared(pin.name)) not in {None, licence}:
            found.append(f"{pin.name}: declares {own}, and tools/supply/licences.py says {licence}")
    return found
