"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from laplateforme.core.mail import queue_mail

SILENT = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/login_code_sent.txt",
}
# Mails that would tell an address whether it is known, or that somebody else could make us send to strangers.
NEVER_SENT = {"account/email/unknown_account", "account/email/account_already_exists"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by invitation only; mail waits for the worker."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Kept with the transaction, sent by the worker. An unknown address gets the same page and no mail."""
        if template_prefix in NEVER_SENT:
            return
        request = allauth_context.request
        values = {"email": email, **context}
        queue_mail(
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", values),
            text=render_to_string(f"{template_prefix}_message.txt", values, request).strip() + "\n",
            urgent=True,
        )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A change in how somebody signs in is always told to them."""
        address = email or EmailAddress.objects.get_primary_email(user) or user.email
        self.send_mail(template_prefix, address, dict(context or {}))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """What the page says by itself is not said twice."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The passkey first, unless the person uses an app of codes."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        has_app = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
        return methods if has_app else methods[::-1]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names that a person understands."""

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if not count else _("My passkey %(number)d") % {"number": count + 1}
