"""Messages of this room: to somebody met at a stand, to those who were to come. Nothing personal in the subject."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.accounts.models import User
from laplateforme.core.mail import queue_mail
from laplateforme.core.signing import sign_link
from laplateforme.fairs.enums import DutyStatus, OccasionKind, OccasionStatus
from laplateforme.fairs.models import Ambassador, Contact, Duty, Occasion
from laplateforme.fairs.queries.pages import when_words
from laplateforme.fairs.queries.stand_words import reader_name
from laplateforme.network.models import Membership
from laplateforme.projects.emails import address_in
from laplateforme.projects.emails import own_address as own_page_address

OWN = "fairs.contact"
LANGUAGE = "fr"


def own_address(contact: Contact) -> str:
    """The person's page for this contact: signed, lives as long as a spoken agreement, carries an identifier only."""
    path = reverse("fairs:own_contact", args=[sign_link(OWN, str(contact.pk))])
    return address_in(contact.occasion.network, path)


def own_mark(contact: Contact) -> str:
    """What every link to this page has in it, whenever it was made."""
    return own_address(contact).rstrip("/").rsplit("/", 1)[-1].partition(":")[0]


def queue_to_confirm(contact: Contact) -> bool:
    """False when the person left no e-mail address."""
    if not contact.email:
        return False
    with translation.override(LANGUAGE):
        words = {
            "contact": contact,
            "occasion": contact.occasion,
            "network": contact.occasion.network,
            "reader": reader_name(contact.occasion.network, contact.organization),
            "address": own_address(contact),
        }
        confirmed = contact.confirmed_at is not None
        subject = gettext("For information: your contact is kept") if confirmed else gettext("To confirm: your contact")
        queue_mail(to=contact.email, subject=subject, text=render_to_string("fairs/email/to_confirm.txt", words))
    return True


def _of_ambassador(ambassador: Ambassador) -> dict[str, Any]:
    slot = ambassador.slot
    return {"occasion": slot.occasion, "when": when_words(slot.starts_at, slot.ends_at)}


def queue_ambassador(ambassador: Ambassador) -> bool:
    """To the person, the words and the way to their page. False when they have no address."""
    holder = ambassador.holder
    if holder is None or not holder.email:
        return False
    with translation.override(LANGUAGE):
        is_agreed = ambassador.agreed_at is not None
        words = {**_of_ambassador(ambassador), "text": ambassador.text, "is_agreed": is_agreed,
                 "address": own_page_address(holder)}  # fmt: skip
        subject = gettext("For information: your agreement") if is_agreed else gettext("To confirm: your agreement")
        queue_mail(to=holder.email, subject=subject, text=render_to_string("fairs/email/ambassador.txt", words))
    return True


def queue_place_free(ambassador: Ambassador) -> bool:
    """Tells whoever asked that a place is free again: not who took it back."""
    by = ambassador.asked_by
    if by is None or not by.is_active:
        return False
    occasion = ambassador.slot.occasion
    with translation.override(LANGUAGE):
        words = {**_of_ambassador(ambassador), "address": address_in(occasion.network, occasion.get_absolute_url())}
        text = render_to_string("fairs/email/place_free.txt", words)
        queue_mail(to=by.email, subject=gettext("A place at a stand is free again"), text=text)
    return True


def queue_answer(occasion: Occasion, to: str) -> None:
    """The network's answer to a third party who asked it to come, in the words that were written."""
    with translation.override(LANGUAGE):
        network = occasion.network
        words = {"occasion": occasion, "network": network, "address": ""}
        if occasion.status == OccasionStatus.ACCEPTED and occasion.kind != OccasionKind.LEAFLETS:
            words["address"] = address_in(network, reverse("fairs:meet", args=[occasion.code]))
        queue_mail(
            to=to,
            subject=gettext("Our answer to your invitation"),
            text=render_to_string("fairs/email/answer.txt", words),
        )


@dataclass(frozen=True)
class When:
    """When and where: what those who come want to hear about when it changes."""

    starts_at: datetime
    ends_at: datetime
    place: str

    @classmethod
    def of(cls, occasion: Occasion) -> "When":
        return cls(occasion.starts_at, occasion.ends_at, occasion.place)


def _waiting(occasion: Occasion, by: User) -> list[User]:
    """Those who come or were asked, and are still of the network; not whoever does the deed."""
    members = Membership.objects.active().filter(network=occasion.network)
    waiting = User.objects.filter(
        is_active=True, pk__in=members.values("user"),
        duties__slot__occasion=occasion, duties__status__in=DutyStatus.STANDING,
    ).exclude(pk=by.pk)  # fmt: skip
    return list(waiting.distinct())


def queue_moved(occasion: Occasion, before: When, by: User) -> int:
    """Tells each of those who come or were asked of the new dates or place, with their own slots. How many."""
    people = _waiting(occasion, by)
    rows = Duty.objects.standing().filter(slot__occasion=occasion).select_related("slot").order_by("slot__starts_at")
    theirs: dict[Any, list[tuple[str, bool]]] = {}
    with translation.override(LANGUAGE):
        for duty in rows:
            line = when_words(duty.slot.starts_at, duty.slot.ends_at), duty.status == DutyStatus.ASKED
            theirs.setdefault(duty.user_id, []).append(line)
        words = {
            "occasion": occasion,
            "before": before,
            "was": when_words(before.starts_at, before.ends_at),
            "now": when_words(occasion.starts_at, occasion.ends_at),
            "address": address_in(occasion.network, occasion.get_absolute_url()),
        }
        for person in people:
            text = render_to_string("fairs/email/moved.txt", {**words, "slots": theirs.get(person.pk, [])})
            queue_mail(to=person.email, subject=gettext("Changed: a fair where you are expected"), text=text)
    return len(people)


def queue_called_off(occasion: Occasion, by: User) -> int:
    """Tells each of those who come or were asked, once; not whoever calls it off. How many were told."""
    people = _waiting(occasion, by)
    with translation.override(LANGUAGE):
        words = {"occasion": occasion, "address": address_in(occasion.network, occasion.get_absolute_url())}
        text = render_to_string("fairs/email/called_off.txt", words)
        holders = Ambassador.objects.standing().filter(slot__occasion=occasion, holder__erased_at__isnull=True)
        told = [one.email for one in people]
        told += [to for to in holders.values_list("holder__email", flat=True).distinct() if to]
        for to in told:
            queue_mail(to=to, subject=gettext("Called off: we do not go"), text=text)
    return len(told)
