"""Reads about accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession


@dataclass(frozen=True)
class Persona:
    """Somebody invented, who may be signed in with one click in the demonstration."""

    user_id: UUID
    name: str
    role: str
    organization: str
    network: str
    network_slug: str


@dataclass(frozen=True)
class Device:
    """A place where somebody is signed in."""

    pk: int
    browser: str
    address: str
    since: datetime
    is_this_one: bool


@dataclass(frozen=True)
class SecondFactors:
    """What somebody can prove themselves with."""

    passkeys: list[Authenticator]
    has_app: bool
    codes_left: int


_personas: list[Callable[[], list[Persona]]] = []


def register_personas(provider: Callable[[], list[Persona]]) -> None:
    """A room above tells who is invented; called at start-up."""
    if provider not in _personas:
        _personas.append(provider)


def personas() -> list[Persona]:
    """Every invented person, in the order given; none where no network is fictitious."""
    return [persona for provider in _personas for persona in provider()]


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def browser_of(user_agent: str) -> str:
    """The browser in one word; empty when we do not know it."""
    return next((name for sign, name in BROWSERS if sign in user_agent), "")


def devices_of(user: Any, session_key: str) -> list[Device]:
    """Where the person is signed in, this device first. Sessions that ended are left out, not deleted: GET reads."""
    sessions = UserSession.objects.filter(user=user).order_by("-created_at")
    devices = [
        Device(one.pk, browser_of(one.user_agent), one.ip, one.created_at, one.session_key == session_key)
        for one in sessions
        if one.exists()
    ]
    return sorted(devices, key=lambda device: not device.is_this_one)


def second_factors_of(user: Any) -> SecondFactors:
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactors(
        passkeys=[one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        has_app=any(one.type == Authenticator.Type.TOTP for one in found),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def recovery_codes_of(user: Any) -> list[str] | None:
    """The recovery codes that are left; None where none were ever made."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else None
