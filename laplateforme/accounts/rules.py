"""Who has to prove more. Rooms above say so at start-up; this room knows no role."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

Check = Callable[[Any], bool]
_checks: list[Check] = []


def register_second_factor_check(check: Check) -> None:
    """`check(user)` is True when one of the person's roles opens data about other people."""
    if check not in _checks:
        _checks.append(check)


def needs_second_factor(user: Any) -> bool:
    """Staff, and whoever a room above says."""
    return bool(user.is_staff) or any(check(user) for check in _checks)


def has_second_factor(user: Any) -> bool:
    """A passkey or an authenticator app; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))
