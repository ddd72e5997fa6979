"""The measuring of a batch does what the worker does, and touches nothing."""

import pytest

from tools.print_batch import make_batch


@pytest.mark.parametrize(("quantity", "files"), [(80, 3), (9_976, 4)])
def test_a_measured_order_is_made_whole(quantity: int, files: int) -> None:
    made = make_batch(quantity)

    assert (made.codes, made.files, made.parts) == (quantity, files, files)
    assert made.bytes > 400 * quantity
    assert made.peak_mb > 0
