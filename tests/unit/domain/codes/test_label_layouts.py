"""The layouts that have a name."""

import pytest

from handbook.domain.batch_files import CODES_PER_FILE_MAX, split_batch
from handbook.domain.label_layout import SYMBOL_MODULES, Layout
from handbook.domain.label_layouts import CUSTOM, DEFAULT_LAYOUT, LAYOUTS, NamedLayout
from handbook.pictures import qr_matrix


@pytest.mark.parametrize("named", LAYOUTS.values(), ids=LAYOUTS)
def test_a_named_layout_is_centred_and_has_modules_that_any_phone_reads(named: NamedLayout) -> None:
    layout = named.layout
    assert layout.margin_left_mm == pytest.approx(layout.margin_right_mm)
    assert layout.module_mm >= 0.59
    assert str(layout.labels_per_sheet) in named.vi or named.layout_id == "roll-1"


def test_the_default_is_the_a4_sheet_of_35_and_no_name_means_custom() -> None:
    assert LAYOUTS[DEFAULT_LAYOUT].layout == Layout()
    assert CUSTOM not in LAYOUTS


def test_the_symbol_of_a_layout_is_the_symbol_that_is_drawn() -> None:
    assert SYMBOL_MODULES == qr_matrix.SYMBOL_MODULES


def test_a_file_holds_a_sheet_of_the_finest_grid() -> None:
    finest = 100 * 100
    assert finest == CODES_PER_FILE_MAX
    assert [part.codes for part in split_batch(0, 20_001, finest)] == [10_000, 10_000, 1]
