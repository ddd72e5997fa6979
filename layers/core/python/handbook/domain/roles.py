"""The roles of people, families' and staff's."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here. Families' roles stand on the handbook, staff's in the directory."""

    GUARDIAN = "guardian"
    CARER = "carer"
    VIEWER = "viewer"
    UNPROVED = "unproved"
    """Somebody whose number may have been another's: owns nothing until a second proof (docs/accounts.md)."""
    HEALTH_WORKER = "health_worker"
    UNIT_MANAGER = "unit_manager"
    PRINT_MANAGER = "print_manager"
    PRINT_VENDOR = "print_vendor"
    PROGRAMME_MANAGER = "programme_manager"
    SCHOOL = "school"
    PARTNER = "partner"
    OPERATOR = "operator"


class Scope(StrEnum):
    """What a partner's system was let do; each names a part, and the unit that it acts for bounds whose."""

    REGISTER_READ = "register.read"
    RECORD_READ = "record.read"
    VACCINATIONS_READ = "vaccinations.read"
    DOSES_WRITE = "doses.write"
    MEASUREMENTS_WRITE = "measurements.write"
    ENCOUNTERS_WRITE = "encounters.write"
