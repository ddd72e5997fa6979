"""`python -m tools.smoke https://host [--stack NAME]`: 0 all right, 1 something wrong, 2 something not seen."""

import argparse
import re
import sys
from typing import Any

from tools.smoke import outside
from tools.smoke.account import Account
from tools.smoke.finding import Finding, Look, found
from tools.template import ROOT

AWS_ONLY = ROOT / "docs" / "aws-only.md"


def by_hand() -> list[tuple[str, str]]:
    """Read from docs/aws-only.md what somebody looks at, and how."""
    rows = re.findall(r"^\| (.+?) \| .+? \| (.+?) \|$", AWS_ONLY.read_text(encoding="utf-8"), re.MULTILINE)
    return [(what, how) for what, how in rows if set(what) != {"-"} and how != "smoke test"]


def verdict(findings: list[Finding]) -> int:
    """Say how it ends: wrong before not seen, and not seen is not right."""
    if any(finding.faults for finding in findings):
        return 1
    return 2 if any(finding.unseen for finding in findings) else 0


def run(looks: list[Look]) -> int:
    """Look, print a line for each, then what is left to do by hand."""
    findings = []
    for finding in found(looks):
        findings.append(finding)
        print(finding.line, flush=True)
    print("\nBy hand, since nothing but doing it shows it (docs/aws-only.md):")
    for what, how in by_hand():
        print(f"  - {what}: {how}")
    right = sum(not (finding.faults or finding.unseen) for finding in findings)
    print(f"\n{right} right of {len(findings)}")
    return verdict(findings)


def _client(service: str) -> Any:  # noqa: ANN401 - boto3 has a type per service
    import boto3  # noqa: PLC0415 - only where an account is asked

    make: Any = boto3.client
    return make(service)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="tools.smoke", description=__doc__)
    parser.add_argument("url", help="where the stage answers: https://somevabe.vn")
    parser.add_argument("--stack", help="the CloudFormation stack, read with the caller's own credentials")
    asked = parser.parse_args()
    if not asked.url.startswith(("https://", "http://")):
        parser.error("say where the stage answers: make smoke URL=https://…")
    looks = outside.looks(outside.asker(asked.url), outside.tls_of(asked.url))
    if asked.stack:
        looks += Account(_client, asked.stack).looks()
    else:
        print("  NOT ASKED the account: give STACK=handbook-<stage>")
    return run(looks)


if __name__ == "__main__":
    sys.exit(main())
