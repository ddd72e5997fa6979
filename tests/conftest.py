"""What all tests share."""

import tests.environment  # noqa: F401 - must come first
