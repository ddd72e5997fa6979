"""`python -m tools.supply check | sbom | audit`: 0 sound, 1 something is wrong, 2 it could not be found out."""

import argparse
import sys

from tools.supply import audit, licences, sbom
from tools.supply.pins import ROOT, SHIPPED, TOOLS, LooseError, pins_of


def check() -> int:
    """Hold pins, hashes, licences and the committed bill of materials to the rules; asks nobody."""
    try:
        shipped = [pin for file in SHIPPED for pin in pins_of(file)]
        tools = [pin for file in TOOLS for pin in pins_of(file)]
    except LooseError as error:
        return _fail([str(error)])
    wrong = licences.faults(shipped)
    if not sbom.FILE.exists() or sbom.FILE.read_text(encoding="utf-8") != sbom.text():
        wrong.append(f"{sbom.FILE.relative_to(ROOT)} is not what is shipped: run `make sbom` and commit it")
    if wrong:
        return _fail(wrong)
    print(f"{len(shipped)} packages shipped, {len(tools)} pins of tools: hashed, licensed and listed")
    return 0


def write_sbom() -> int:
    """Write the bill of materials anew."""
    sbom.FILE.write_text(sbom.text(), encoding="utf-8")
    print(f"wrote {sbom.FILE.relative_to(ROOT)}")
    return 0


def ask(asking: audit.Ask = audit.ask_osv) -> int:
    """Ask for known holes, of what is shipped and of what it is built with."""
    pins = [pin for file in (*SHIPPED, *TOOLS) for pin in pins_of(file)]
    try:
        found = audit.holes(pins, asking)
    except audit.UnansweredError as error:
        print(
            f"NOT AUDITED: nobody could be asked about {len(pins)} pins ({error}): "
            "check the network, or name a mirror of OSV in OSV_URL",
            file=sys.stderr,
        )
        return 2
    for hole in found:
        print(f"{hole.pin.name} {hole.pin.version}: {', '.join(hole.names)}")
    print(f"{len(pins)} pins asked about, {len(found)} with something known")
    return int(bool(found))


def _fail(sentences: list[str]) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="tools.supply", description=__doc__)
    parser.add_argument("what", choices=["check", "sbom", "audit"])
    return {"check": check, "sbom": write_sbom, "audit": ask}[parser.parse_args().what]()


if __name__ == "__main__":
    raise SystemExit(main())
