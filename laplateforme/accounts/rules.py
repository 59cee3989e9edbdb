"""What a session must prove. Rooms above say what their roles ask for at start-up; this room knows no role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Demand:
    """What somebody's roles ask of their session."""

    second_factor: bool = False  # they open data about other people
    short_session: bool = False  # they change everything of a network


_checks: list[Callable[[Any], Demand]] = []


def register_demands(check: Callable[[Any], Demand]) -> None:
    """`check(user)` is asked at each page of a signed-in person, so that a role withdrawn acts at once."""
    if check not in _checks:
        _checks.append(check)


def demand_on(user: Any) -> Demand:
    """All demands together; staff has both."""
    demands = [check(user) for check in _checks]
    return Demand(
        second_factor=bool(user.is_staff) or any(one.second_factor for one in demands),
        short_session=bool(user.is_staff) or any(one.short_session for one in demands),
    )


def has_second_factor(user: Any) -> bool:
    """A passkey or an authenticator app; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def has_proved_second_factor(request: HttpRequest) -> bool:
    """This session used a passkey, a code of the app or a recovery code, or has just set one of them up.

    In the demonstration, whoever was signed in without the sign-in page (one click on an invented person) passes;
    whoever came through the sign-in page is asked, there as well.
    """
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return True
    return bool(settings.LP_DEMO) and not records
