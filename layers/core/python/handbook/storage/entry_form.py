"""How entries are written down: any frozen dataclass of the domain as JSON values, and back by its type hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import TypeAdapter

type Form = dict[str, Any]


_adapters: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    # Made when a kind is first met; the functions that send reminders read no entries and do not load pydantic.
    if kind not in _adapters:
        from pydantic import TypeAdapter  # noqa: PLC0415

        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def form_of(entry: object) -> Form:
    """Write an entry as JSON values; what was not said is left out."""
    form: Form = _adapter(type(entry)).dump_python(entry, mode="json", exclude_none=True)
    return form


def entry_from[E](kind: type[E], form: Mapping[str, Any]) -> E:
    """Read what `form_of` wrote of an entry of a kind. Raises ValueError when it is not one."""
    entry: E = _adapter(kind).validate_python(form)
    return entry
