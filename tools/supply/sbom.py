"""The bill of materials of what is shipped, in CycloneDX 1.6, from the requirement files alone: the same everywhere.

It has no time and no serial number, so that the same packages give the same bytes; the commit is its version.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.supply.licences import LICENCES
from tools.supply.pins import ROOT, SHIPPED, Pin, pins_of

FILE = ROOT / "docs" / "sbom.cdx.json"


def component(pin: Pin, layers: Iterable[str]) -> dict[str, Any]:
    """Describe one package; the hashes are those of all its files, of which a platform installs one."""
    return {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.purl,
        "licenses": [{"expression": LICENCES.get(pin.name, "NOASSERTION")}],
        "hashes": [{"alg": "SHA-256", "content": one} for one in pin.hashes],
        "properties": [{"name": "so-me-va-be:layer", "value": layer} for layer in sorted(layers)],
    }


def document(files: Iterable[Path] = SHIPPED) -> dict[str, Any]:
    """Write the bill of materials of these requirement files; each is a layer's."""
    layers: dict[Pin, list[str]] = {}
    for file in files:
        for pin in pins_of(file):
            layers.setdefault(pin, []).append(file.parent.name)
    components = [component(pin, layers[pin]) for pin in sorted(layers, key=lambda one: one.purl)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "so-me-va-be", "name": "so-me-va-be"}},
        "components": components,
        "dependencies": [{"ref": "so-me-va-be", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def text() -> str:
    """Write it as it is committed."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"
