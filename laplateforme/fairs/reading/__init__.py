"""Sealed envelopes and the keys that open them, without a database."""
