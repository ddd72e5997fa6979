"""Providers that take texts, each behind the port `Provider` of usecases/ports.py."""
