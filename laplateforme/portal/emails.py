"""Letters about one's own account."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.accounts.models import User
from laplateforme.core.mail import queue_mail


def queue_code(user: User, code: str) -> None:
    """Six figures that prove that the mailbox is theirs before the account is closed."""
    with translation.override(user.language):
        queue_mail(
            to=user.email, subject=gettext("Your code"), urgent=True,
            text=render_to_string("portal/email/code.txt", {"code": code}),
        )  # fmt: skip


def queue_closed(user: User) -> None:
    """The last letter. Written before the address goes."""
    with translation.override(user.language):
        text = render_to_string("portal/email/account_closed.txt", {"user": user})
        queue_mail(to=user.email, subject=gettext("For information: your account is closed"), text=text)
