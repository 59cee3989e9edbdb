from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def demonstration_stays_a_demonstration(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One-click sign-in must never exist where cookies are those of a real site."""
    if settings.LP_DEMO and settings.SESSION_COOKIE_SECURE:
        return [
            Error(
                "LP_DEMO lets anybody sign in as anybody: it cannot be on with production settings.",
                id="accounts.E001",
            )
        ]
    return []


class AccountsConfig(AppConfig):
    name = "laplateforme.accounts"
    label = "accounts"
