"""Signs of a machine, looked for in silence; a little work is asked of the browser only where there are some.

A field that nobody sees, a signed hour at which the form was drawn, and, after a message sent too quickly, a number to
find: SHA-256(challenge + number) must begin with WORK_BITS zero bits. A browser finds it within a second; without
JavaScript the message is held for a moderator instead. Never a puzzle.
"""

import hashlib
import time

from django.core import signing

SALT, WORK_SALT = "laplateforme.forum.drawn", "laplateforme.forum.work"
QUICKEST_SECONDS = 3
WORK_BITS = 14
WORK_LIFE = 3600


def drawn_now() -> str:
    """The hour at which the form is drawn, signed. It may be old: people leave pages open."""
    return signing.dumps(int(time.time()), salt=SALT)


def is_too_quick(drawn: str) -> bool:
    """Sent within three seconds of being drawn, or with an hour that we did not sign."""
    try:
        began = int(signing.loads(drawn, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return True
    return time.time() - began < QUICKEST_SECONDS


def new_challenge() -> str:
    return signing.dumps(int(time.time() * 1000), salt=WORK_SALT)


def is_asked(challenge: str) -> bool:
    """This form was sent back once with a challenge of ours."""
    try:
        signing.loads(challenge, salt=WORK_SALT, max_age=WORK_LIFE)
    except signing.BadSignature:
        return False
    return True


def is_done(challenge: str, number: str) -> bool:
    """The browser did the work."""
    if not number.isdigit() or len(number) > 12 or not is_asked(challenge):
        return False
    digest = hashlib.sha256(f"{challenge}{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0
