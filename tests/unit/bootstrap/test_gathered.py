"""Packages imported without what they gather hold the same names as ever; each case is a fresh interpreter."""

import subprocess
import sys

import pytest

from handbook.gathered import PACKAGES
from tests.template import ROOT

BEGIN = "import sys; sys.path.insert(0, 'layers/core/python'); from handbook import gathered; gathered.begin()\n"


def said(code: str) -> list[str]:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.split()


@pytest.mark.parametrize("package", PACKAGES)
def test_each_known_name_is_what_the_package_itself_gives(package: str) -> None:
    asked = f"""
from {package} import {", ".join(PACKAGES[package])}
print(*(f"{{one.__module__}}.{{one.__qualname__}}" for one in ({", ".join(PACKAGES[package])})))
"""

    assert said(BEGIN + asked) == said(asked)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_other_name_is_there_as_well(package: str) -> None:
    asked = f"import {package} as it\nprint(*(getattr(it, name).__qualname__ for name in sorted(it.__all__)))"

    assert said(BEGIN + asked.replace("it.__all__", repr(names_of(package)))) == said(asked)


def names_of(package: str) -> list[str]:
    return said(f"import {package} as it\nprint(*it.__all__)")


def test_a_module_of_the_package_is_found_by_its_name() -> None:
    asked = "from aws_lambda_powertools.event_handler import content_types\nprint(content_types.APPLICATION_JSON)"

    assert said(BEGIN + asked) == ["application/json"]


def test_a_name_that_is_nowhere_is_an_import_error() -> None:
    asked = """
try:
    from aws_lambda_powertools.event_handler import Nothing
except ImportError:
    print("refused")
"""

    assert said(BEGIN + asked) == ["refused"]


def test_an_http_resolver_comes_without_asyncio_and_without_events_of_other_services() -> None:
    asked = """
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
print(*({"asyncio", "aws_lambda_powertools.event_handler.appsync"} & sys.modules.keys()))
"""

    assert said(BEGIN + asked) == []
    assert said("import sys" + asked) != []
