"""Codes of a handbook on the deployed stack: pictures as bytes, a lost book, a replaced one, a stolen box."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image

from handbook.domain.codes import CodeKey, mint
from handbook.gateways.secrets import derive
from tests.e2e.client import Client, staff
from tools.stack.lifecycle import Stack

BROWSERS_ACCEPT = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


def account_of(accounts: list[Mapping[str, Any]], role: str) -> Mapping[str, Any]:
    return next(account for account in accounts if account["role"] == role)


@pytest.fixture(scope="module")
def manager(stack: Stack, accounts: list[Mapping[str, Any]]) -> Client:
    """Sign the print manager in."""
    return staff(stack, account_of(accounts, "print_manager"))


@pytest.fixture(scope="module")
def books(stack: Stack, manager: Client, nurse: Client) -> list[str]:
    """Order ten codes, hand them to the nurse's station, and spell them as a press would have printed them."""
    unit_id = nurse.get("/me").body["unit_id"]
    vendor_id = manager.get("/qr/vendors").body["items"][0]["vendor_id"]
    batch = manager.post("/qr/batches", {"vendor_id": vendor_id, "unit_id": unit_id, "quantity": 10}).body
    run = {name: batch[name] for name in ("batch_id", "first_serial", "last_serial")}
    given = manager.post("/qr/allocations", {**run, "unit_id": unit_id})
    assert (given.status, given.body["allocated"]) == (201, 10), given.body
    key = current_key(stack)
    return [mint(serial, key) for serial in range(batch["first_serial"], batch["last_serial"] + 1)]


def current_key(stack: Stack) -> CodeKey:
    found = stack.client("secretsmanager").list_secrets()["SecretList"]
    (name,) = [one["ARN"] for one in found if "CodeSecret" in one["Name"]]
    document = json.loads(stack.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    secret = document[document["current"]]
    return CodeKey(int(document["current"]), derive(secret, "qr-permutation"), derive(secret, "qr-tag"))


@pytest.mark.parametrize("accept", ["*/*", "image/png", "application/pdf", "application/json", BROWSERS_ACCEPT])
def test_pictures_arrive_as_bytes_whatever_a_client_accepts(
    mother: Client, handbook: dict[str, Any], accept: str
) -> None:
    path, headers = f"/handbooks/{handbook['handbook_id']}", {"Accept": accept}
    png = mother.call("GET", f"{path}/qr.png", headers=headers)
    card = mother.call("GET", f"{path}/card.pdf?size=a6", headers=headers)
    svg = mother.call("GET", f"{path}/qr.svg", headers=headers)

    assert [answer.headers["Content-Type"] for answer in (png, card, svg)] == [
        "image/png",
        "application/pdf",
        "image/svg+xml",
    ]
    own = mother.get(path).body["code"]
    drawn = pdfium.PdfDocument(card.body)[0].render(scale=2).to_pil()
    for image in (Image.open(io.BytesIO(png.body)).convert("L"), drawn):
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [f"HTTPS://SOMEVABE.VN/Q/{own}"]
    assert svg.body.startswith(b"<svg")


def test_a_letter_beyond_ascii_survives_the_gateway_both_ways(mother: Client, child: dict[str, Any]) -> None:
    opened = mother.post("/handbooks", {**child, "full_name": "Hoàng Thị Ngọc Diễm"})

    assert (opened.status, opened.body["full_name"]) == (201, "Hoàng Thị Ngọc Diễm")


def test_a_lost_book_is_replaced_and_then_opens_nothing(
    nurses: list[Client], mother: Client, child: dict[str, Any], books: list[str]
) -> None:
    handbook_id = mother.post("/handbooks", {**child, "full_name": "Trần Gia Linh"}).body["handbook_id"]
    path, old, new = f"/handbooks/{handbook_id}", books[0], books[1]
    bound = nurses[0].post(f"/qr/codes/{old}/bind", {"handbook_id": handbook_id})
    swapped = mother.post(f"{path}/codes/replace", {"old_code": old, "new_code": new, "reason": "lost"})
    found = nurses[1].get(f"/qr/codes/{old}")

    assert (bound.status, bound.body["warnings"]) == (201, [])
    assert swapped.status == 201, swapped.body
    assert (found.status, found.body["state"], found.body["handbook_id"]) == (200, "replaced", None)
    assert nurses[1].get(path).status == 404
    listed = [(item["code"], item["state"]) for item in mother.get(f"{path}/codes").body["items"]]
    assert listed[1:] == [(old, "replaced"), (new, "bound")]
    voided = mother.post(f"/qr/codes/{new}/void", {"reason": "stolen"})
    assert (voided.status, voided.body["items"][2]["state"]) == (200, "void")
    fresh = mother.post(f"{path}/codes/replace", {"old_code": listed[0][0], "reason": "stolen"})
    assert fresh.status == 201, fresh.body
    log = {entry["action"] for entry in mother.get(f"{path}/access-log").body["items"]}
    assert {"bind_code", "replace_code", "void_code"} <= log


def test_a_stolen_box_is_void_and_the_book_that_a_family_has_is_not(
    manager: Client, nurse: Client, handbook: dict[str, Any], books: list[str]
) -> None:
    assert nurse.post(f"/qr/codes/{books[5]}/bind", {"handbook_id": handbook["handbook_id"]}).status == 201

    void = manager.post("/qr/voids", {"code_from": books[4], "code_to": books[9], "reason": "stolen"})

    assert void.status == 201, void.body
    assert (void.body["void"], void.body["used"]) == (5, 1)
    refused = nurse.post(f"/qr/codes/{books[6]}/bind", {"handbook_id": handbook["handbook_id"]})
    assert (refused.status, refused.problem) == (409, "code-ended")
    assert nurse.get(f"/qr/codes/{books[5]}").body["state"] == "bound"
