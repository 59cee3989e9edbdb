"""Every write about an account that has a name."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.models import Draft
from laplateforme.core.text import clean_text
from laplateforme.core.versions import save_versioned


@transaction.atomic
def open_account(*, email: str, at: datetime, name: str = "", language: str = "fr", by: User | None = None) -> User:
    """The account of this address, made if there is none; the address counts as verified.

    Call it only for an address that proved itself (an invitation opened from its mailbox) or that is invented.
    The name of an account that exists stays.
    """
    address = email.strip().lower()
    user = User.objects.select_for_update().filter(email__iexact=address).first()
    if user is None:
        user = User.objects.create_user(address, name=clean_text(name), language=language)
        journal.record("account opened", at=at, actor_id=by.pk if by else user.pk, subject=user)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def edit_profile(*, user: User, expected: int | None, name: str, language: str, at: datetime) -> User:
    """The name that colleagues see and the language of the mails. Raises StaleVersion."""
    fresh = User.objects.get(pk=user.pk)
    fresh.name = clean_text(name)
    fresh.language = language
    return save_versioned(fresh, expected)


@transaction.atomic
def close_session(*, user: User, session_id: int, at: datetime) -> bool:
    """Signs one device out. False if it was not one of this person's."""
    session = UserSession.objects.filter(user=user, pk=session_id).first()
    if session is None:
        return False
    session.end()
    journal.record("session closed", at=at, actor_id=user.pk, subject=user)
    return True


@transaction.atomic
def close_sessions(*, user: User, at: datetime, by: User | None = None) -> None:
    """Signs the person out everywhere, at once, even where the session is in no list.

    A new unusable password changes the hash that every session carries; nobody has a password here.
    """
    fresh = User.objects.select_for_update().get(pk=user.pk)
    fresh.set_unusable_password()
    fresh.save(update_fields=["password", "updated_at"])
    for session in UserSession.objects.filter(user=fresh):
        session.end()
    journal.record("sessions closed", at=at, actor_id=by.pk if by else None, subject=fresh)


@transaction.atomic
def forget_drafts(*, user: User, at: datetime) -> None:
    """Erases what the person was writing and has not sent."""
    Draft.objects.filter(owner_id=user.pk).delete()
    journal.record("drafts erased", at=at, actor_id=user.pk, subject=user)
