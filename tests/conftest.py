"""What all tests share."""

from hypothesis import HealthCheck, settings

import tests.environment  # noqa: F401 - must come first

# Machines are shared and noisy: that an example took long there says nothing about the code.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")
