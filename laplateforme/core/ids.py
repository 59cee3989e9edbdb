"""Identifiers: UUIDs that sort by time, and short codes that people can read aloud."""

import secrets
import time
import uuid

READABLE = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/i/l


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then chance."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def short_code(length: int = 6) -> str:
    """A code for addresses printed on paper: lower case, nothing that looks like something else."""
    return "".join(secrets.choice(READABLE) for _ in range(length))


def uuid_or_none(text: str) -> uuid.UUID | None:
    """The identifier that `text` writes, None when it writes none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
