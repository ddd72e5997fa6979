"""Hints beside a refused field: what slip would explain the value, or where it belongs."""

from collections.abc import Mapping

from handbook.domain.texts import Text

HINTS: Mapping[str, Text] = {
    "factor_10": Text(
        "Có thể lệch mười lần: hãy kiểm tra dấu thập phân và đơn vị",
        "It may be off by a factor of ten: check the decimal point and the unit",
    ),
    "factor_100": Text(
        "Có thể lệch một trăm lần: hãy kiểm tra đơn vị, ví dụ mét thay cho xăng-ti-mét",
        "It may be off by a factor of a hundred: check the unit, for example metres for centimetres",
    ),
    "factor_1000": Text(
        "Có thể lệch một nghìn lần: hãy kiểm tra đơn vị, ví dụ gam thay cho ki-lô-gam",
        "It may be off by a factor of a thousand: check the unit, for example grams for kilograms",
    ),
    "number_with_point": Text(
        "Hãy gửi một số, không đặt trong dấu nháy, phần lẻ viết sau dấu chấm",
        "Send a number without quotation marks, with a point before the decimals",
    ),
    "among_the_labs": Text(
        "Hãy ghi kết quả HIV vào mục xét nghiệm, không ghi vào phần chữ: nhiều người được xem phần chữ",
        "Write HIV results among the labs and not into the text, which many may read",
    ),
    "whole_number": Text("Hãy gửi một số nguyên", "Send a whole number"),
}
"""What slip would explain a refused value, by code. No digits: none can be the value's."""
