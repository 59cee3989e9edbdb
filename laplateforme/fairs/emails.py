"""The message by which somebody met at a stand says yes, corrects or takes back. Nothing personal in the subject."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.core.mail import queue_mail
from laplateforme.core.signing import sign_link
from laplateforme.fairs.models import Contact
from laplateforme.fairs.queries.stand_words import reader_name
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
