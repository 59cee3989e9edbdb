"""The agreement of the people of a portrait: recorded, and withdrawn at once."""

from datetime import date, datetime

from django.db import transaction
from wagtail.models import Revision

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.editorial.actions.article import revise_article, withdraw_article
from laplateforme.editorial.models import AgreementWithdrawal, PortraitPage


@transaction.atomic
def record_agreement(*, page: PortraitPage, agreed_by: str, agreed_date: date, at: datetime, by: User) -> Revision:
    """Notes who agreed to a portrait and when, in a new version of it; a withdrawal that came before is over."""
    AgreementWithdrawal.objects.filter(page=page.pk).delete()
    revision = revise_article(page=page, values={"agreed_by": agreed_by, "agreed_date": agreed_date}, at=at, by=by)
    journal.record("agreement recorded", at=at, actor_id=by.pk, subject=page, network_id=page.network_id)
    return revision


@transaction.atomic
def withdraw_agreement(*, page: PortraitPage, at: datetime, by: User) -> AgreementWithdrawal:
    """The people no longer agree: the public reads the portrait no more, no version of it goes online by itself."""
    withdrawal, made = AgreementWithdrawal.objects.get_or_create(page=page, defaults={"at": at, "by": by})
    fresh = PortraitPage.objects.get(pk=page.pk)
    fresh.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    if fresh.live:
        withdraw_article(page=fresh, at=at, by=by)
    if made:
        journal.record("agreement withdrawn", at=at, actor_id=by.pk, subject=page, network_id=page.network_id)
    return withdrawal
