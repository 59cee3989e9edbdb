"""Who is told what about hand-overs. Nothing personal in a subject nor in an address; one act a message."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from laplateforme.core.dates import in_words
from laplateforme.core.mail import Attachment, queue_mail
from laplateforme.core.signing import sign_link
from laplateforme.network.models import Network
from laplateforme.projects.emails import address_in, own_address
from laplateforme.referrals.enums import CAPACITY, DateAnswer
from laplateforme.referrals.models import CapacityQuestion, Referral, ReferralMessage
from laplateforme.referrals.queries.calendar import date_as_calendar
from laplateforme.referrals.queries.letters import link_of
from laplateforme.referrals.queries.people import door_of, inbox_of, people_of, sending_side

LANGUAGE = "fr"


def answer_address(referral: Referral) -> str:
    """The page of one hand-over without account: signed, for this alone, eight days."""
    return address_in(referral.network, reverse("referrals:by_link", args=[link_of(referral)]))


def page_address(referral: Referral) -> str:
    return address_in(referral.network, referral.get_absolute_url())


def _send(
    to: Iterable[str], subject: str, template: str, words: dict[str, object], *, urgent: bool = False,
    attachments: Sequence[Attachment] = (),
) -> int:  # fmt: skip
    text = render_to_string(template, words)
    addresses = list(dict.fromkeys(to))
    for one in addresses:
        queue_mail(to=one, subject=subject, text=text, urgent=urgent, attachments=attachments)
    return len(addresses)


def queue_asked(referral: Referral, *, again: bool = False) -> int:
    """Tells the receiver that somebody waits for its answer; `again`: a new link was asked for."""
    with translation.override(LANGUAGE):
        subject = gettext("Your new link: hand-over %(reference)s") if again else gettext("To answer: %(reference)s")
        return _send(
            inbox_of(referral.receiver, referral.network),
            subject % {"reference": referral.reference},
            "referrals/email/asked.txt",
            {"referral": referral, "address": answer_address(referral)},
            urgent=again,
        )


def queue_answered(referral: Referral) -> None:
    """Tells the sender, then the people of the project, what was answered and what comes next."""
    with translation.override(LANGUAGE):
        words = {"referral": referral, "address": page_address(referral)}
        subject = gettext("Answer received: %(reference)s") % {"reference": referral.reference}
        _send(sending_side(referral), subject, "referrals/email/answered.txt", words)
        _tell_people(
            referral, gettext("For information: an answer about your project"), "referrals/email/answered_person.txt"
        )


def queue_expired(referral: Referral) -> None:
    """Nobody answered: the person reads what comes next."""
    with translation.override(LANGUAGE):
        _tell_people(
            referral,
            gettext("For information: no answer yet about your project"),
            "referrals/email/answered_person.txt",
        )


def _tell_people(
    referral: Referral, subject: str, template: str, attachments: Sequence[Attachment] = (), **more: object
) -> None:
    for holder in people_of(referral):
        words = {"referral": referral, "holder": holder, "address": own_address(holder), **more}
        _send([holder.email], subject, template, words, attachments=attachments)


def queue_message(message: ReferralMessage) -> None:
    """A question goes to the sender, a reply to the receiver, a date to the sender and the person."""
    referral = message.referral
    with translation.override(LANGUAGE):
        words: dict[str, object] = {"referral": referral, "message": message}
        reference = {"reference": referral.reference}
        if message.kind == "reply":
            subject = gettext("Reply received: %(reference)s") % reference
            words["address"] = answer_address(referral)
            _send(inbox_of(referral.receiver, referral.network), subject, "referrals/email/message.txt", words)
            return
        words["address"] = page_address(referral)
        if message.kind == "question":
            subject = gettext("To answer: a question about %(reference)s") % reference
            _send(sending_side(referral), subject, "referrals/email/message.txt", words)
            return
        entry = [Attachment("rendez-vous.ics", date_as_calendar(message), "text/calendar")]
        subject = gettext("To confirm: a date for %(reference)s") % reference
        _send(sending_side(referral), subject, "referrals/email/message.txt", words, attachments=entry)
        for holder in people_of(referral):
            mine = {**words, "address": own_address(holder), "for_person": True}
            _send(
                [holder.email],
                gettext("To confirm: a date for your project"),
                "referrals/email/message.txt",
                mine,
                attachments=entry,
            )


def queue_date_answered(message: ReferralMessage, *, by_person: bool) -> None:
    """Whether the date suits: to the receiver, and to the third side, which did not answer itself."""
    referral = message.referral
    with translation.override(LANGUAGE):
        suits = message.answer == DateAnswer.SUITS
        reference = {"reference": referral.reference}
        subject = (
            gettext("For information: the date suits (%(reference)s)")
            if suits
            else gettext("To do: propose another date (%(reference)s)")
        ) % reference
        entry = [Attachment("rendez-vous.ics", date_as_calendar(message), "text/calendar")]
        template, words = "referrals/email/date_answered.txt", {"referral": referral, "message": message}
        theirs = {**words, "address": answer_address(referral), "for_receiver": True}
        _send(inbox_of(referral.receiver, referral.network), subject, template, theirs, attachments=entry)
        told = gettext("For information: the date of %(reference)s was answered") % reference
        if by_person:
            ours = {**words, "address": page_address(referral)}
            _send(sending_side(referral), told, template, ours, attachments=entry)
            return
        _tell_people(
            referral, gettext("For information: the date for your project"), template, attachments=entry,
            message=message,
        )  # fmt: skip


def queue_taken_back(referral: Referral) -> None:
    """The receiver need not answer any more."""
    with translation.override(LANGUAGE):
        subject = gettext("For information: %(reference)s is taken back") % {"reference": referral.reference}
        _send(
            inbox_of(referral.receiver, referral.network),
            subject,
            "referrals/email/taken_back.txt",
            {"referral": referral},
        )


def queue_code(referral: Referral, code: str) -> int:
    """Six figures that open the contact details, to the address of the organization."""
    with translation.override(LANGUAGE):
        return _send(
            door_of(referral.receiver, referral.network),
            gettext("Your code for %(reference)s") % {"reference": referral.reference},
            "referrals/email/code.txt",
            {"code": code, "referral": referral},
            urgent=True,
        )


def queue_outcome_asked(referral: Referral) -> int:
    """Asks the people of the project what came of it: their answer stands beside that of the receiver."""
    with translation.override(LANGUAGE):
        people = people_of(referral)
        for holder in people:
            words = {"referral": referral, "holder": holder, "address": own_address(holder)}
            subject = gettext("Your view: did %(organization)s help you?")
            _send(
                [holder.email],
                subject % {"organization": referral.receiver.called},
                "referrals/email/outcome.txt",
                words,
            )
        return len(people)


def queue_digest(network: Network, to: str, lines: list[tuple[str, str]], at: datetime) -> None:
    """One letter a day at most: what waits, each with the path of its page. Two days have two subjects."""
    with translation.override(LANGUAGE):
        count = len(lines)
        subject = ngettext(
            "Reminder of %(day)s: %(count)d hand-over", "Reminder of %(day)s: %(count)d hand-overs", count
        ) % {"day": in_words(at), "count": count}
        told = [(words, address_in(network, path)) for words, path in lines]
        _send([to], subject, "referrals/email/digest.txt", {"network": network, "lines": told})


def queue_capacity_asked(question: CapacityQuestion) -> int:
    """ "Could you take somebody?", with three buttons behind a link; not a word about a person."""
    with translation.override(LANGUAGE):
        link = reverse("referrals:capacity_by_link", args=[sign_link(CAPACITY, str(question.pk))])
        words = {"question": question, "address": address_in(question.network, link)}
        subject = gettext("To answer: have you a place? (%(offer)s)") % {"offer": question.offer.name[:40]}
        return _send(
            inbox_of(question.offer.organization, question.network),
            subject,
            "referrals/email/capacity_asked.txt",
            words,
        )


def queue_capacity_answered(question: CapacityQuestion) -> int:
    """Whoever asked reads the answer."""
    by = question.asked_by
    if by is None or not by.is_active:
        return 0
    with translation.override(LANGUAGE):
        address = address_in(question.network, question.offer.get_absolute_url())
        subject = gettext("Answer received: places of %(organization)s")
        return _send(
            [by.email],
            subject % {"organization": question.offer.organization.called},
            "referrals/email/capacity_answered.txt",
            {"question": question, "address": address},
        )


def queue_sheet(*, to: str, network: Network, lines: list[str]) -> None:
    """ "I prefer to contact them myself": the ways to ask, to the person alone."""
    with translation.override(LANGUAGE):
        _send(
            [to],
            gettext("For you: whom to contact"),
            "referrals/email/sheet.txt",
            {"network": network, "lines": lines},
            urgent=True,
        )
