"""Looks at a deployed stage, from outside and by the account, for what the emulated AWS cannot show; writes nothing."""
