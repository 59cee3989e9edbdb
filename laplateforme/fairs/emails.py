"""Messages of this room: to somebody met at a stand, to those who were to come. Nothing personal in the subject."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.accounts.models import User
from laplateforme.core.mail import queue_mail
from laplateforme.core.signing import sign_link
from laplateforme.fairs.enums import DutyStatus
from laplateforme.fairs.models import Contact, Occasion
from laplateforme.fairs.queries.stand_words import reader_name
from laplateforme.network.models import Membership
from laplateforme.projects.emails import address_in

OWN = "fairs.contact"
LANGUAGE = "fr"


def own_address(contact: Contact) -> str:
    """The person's page for this contact: signed, lives as long as a spoken agreement, carries an identifier only."""
    path = reverse("fairs:own_contact", args=[sign_link(OWN, str(contact.pk))])
    return address_in(contact.occasion.network, path)


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


def queue_called_off(occasion: Occasion, by: User) -> int:
    """Tells each of those who come or were asked, once; not whoever calls it off. How many were told."""
    members = Membership.objects.active().filter(network=occasion.network)
    waiting = User.objects.filter(
        is_active=True, pk__in=members.values("user"),
        duties__slot__occasion=occasion, duties__status__in=DutyStatus.STANDING,
    ).exclude(pk=by.pk)  # fmt: skip
    people = list(waiting.distinct())
    with translation.override(LANGUAGE):
        words = {"occasion": occasion, "address": address_in(occasion.network, occasion.get_absolute_url())}
        text = render_to_string("fairs/email/called_off.txt", words)
        for person in people:
            queue_mail(to=person.email, subject=gettext("Called off: we do not go"), text=text)
    return len(people)
