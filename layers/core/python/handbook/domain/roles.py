"""The roles of people, families' and staff's."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here. Families' roles stand on the handbook, staff's in the directory."""

    GUARDIAN = "guardian"
    CARER = "carer"
    VIEWER = "viewer"
    HEALTH_WORKER = "health_worker"
    UNIT_MANAGER = "unit_manager"
    PRINT_MANAGER = "print_manager"
    PRINT_VENDOR = "print_vendor"
