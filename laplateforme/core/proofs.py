"""Six figures that were mailed: they open something in one browser, for half an hour."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

CODE_LIFE, PROOF_LIFE, MOST_TRIES = 600, 1800, 5


def new_figures() -> str:
    """Six figures that nobody can guess."""
    return f"{secrets.randbelow(1_000_000):06}"


@dataclass(frozen=True)
class MailedCode:
    """What this browser waits for and what it has proved, under one name; `key` says about what."""

    name: str

    def keep(self, request: HttpRequest, key: str, code: str) -> None:
        """This browser waits for this code, ten minutes."""
        request.session[f"{self.name}_code"] = [key, _hash(key, code), int(time.time()) + CODE_LIFE, 0]

    def is_awaited(self, request: HttpRequest, key: str) -> bool:
        kept: list[Any] = request.session.get(f"{self.name}_code") or []
        return bool(kept) and kept[0] == key and kept[2] > time.time() and kept[3] < MOST_TRIES

    def attempt(self, request: HttpRequest, key: str, code: str) -> bool:
        """The right one opens for half an hour; five wrong ones close the door."""
        if not self.is_awaited(request, key):
            return False
        kept = list(request.session[f"{self.name}_code"])
        kept[3] += 1
        request.session[f"{self.name}_code"] = kept
        if not secrets.compare_digest(kept[1], _hash(key, code)):
            return False
        del request.session[f"{self.name}_code"]
        request.session[f"{self.name}_proved"] = [key, int(time.time()) + PROOF_LIFE]
        return True

    def is_proved(self, request: HttpRequest, key: str) -> bool:
        """A code was typed in this browser within half an hour."""
        kept: list[Any] = request.session.get(f"{self.name}_proved") or []
        return bool(kept) and kept[0] == key and kept[1] > time.time()


def _hash(key: str, code: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}:{key}:{code}".encode()).hexdigest()
