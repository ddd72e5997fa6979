"""What all tests share."""

import gc

from hypothesis import HealthCheck, settings

import tests.environment  # noqa: F401 - must come first

# Machines are shared and noisy: that an example took long there says nothing about the code.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")

USUAL = gc.get_threshold()


def pytest_runtest_setup() -> None:
    """Collect garbage while tests run: importing a function rests the collector until its handler is prepared.

    In AWS each process has one handler and ends its rest; here packages are imported without theirs, and a whole run
    would keep gigabytes.
    """
    gc.set_threshold(*USUAL)
