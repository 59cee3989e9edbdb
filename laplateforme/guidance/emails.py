"""Who is told what about requests for contact. Nothing personal in a subject nor in a body."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from laplateforme.core.mail import queue_mail
from laplateforme.guidance.models import ContactRequest
from laplateforme.guidance.queries.requests import Promise, inbox_of, readers_of, watchers_of
from laplateforme.network.models import Network

LANGUAGE = "fr"


def address_in(network: Network, path: str) -> str:
    """The whole address of a page of this network, whether or not the present page has its prefix."""
    prefix = f"/r/{network.slug}"
    return f"{network.base_address()}{path.removeprefix(prefix) if path.startswith(f'{prefix}/') else path}"


def queue_request_waiting(request: ContactRequest, promise: Promise) -> None:
    """Tells the network's inbox that a request waits, with the way to it."""
    with translation.override(LANGUAGE):
        context = {"request": request, "address": address_in(request.network, request.get_absolute_url())}
        for to in inbox_of(request.network, promise.person):
            queue_mail(
                to=to,
                subject=gettext("To answer: a request waits"),
                text=render_to_string("guidance/email/request_waiting.txt", context),
            )


def queue_request_late(request: ContactRequest, promise: Promise) -> None:
    """Tells those who watch the network's requests that the promised day has passed without an answer."""
    with translation.override(LANGUAGE):
        context = {"request": request, "address": address_in(request.network, request.get_absolute_url())}
        for to in watchers_of(request.network, promise.person):
            queue_mail(
                to=to,
                subject=gettext("Late: a request waits for an answer"),
                text=render_to_string("guidance/email/request_late.txt", context),
            )


def queue_request_passed(request: ContactRequest, *, again: bool = False) -> None:
    """Tells the organization's people that a request was passed to them, or still waits."""
    if request.organization is None:
        return
    with translation.override(LANGUAGE):
        subject = gettext("Reminder: a request waits") if again else gettext("To answer: a request was passed to you")
        context = {
            "request": request,
            "again": again,
            "address": address_in(request.network, request.get_absolute_url()),
        }
        for to in readers_of(request.organization, request.network):
            queue_mail(to=to, subject=subject, text=render_to_string("guidance/email/request_passed.txt", context))


def queue_request_received(request: ContactRequest, promise: Promise) -> None:
    """Confirms to the person what was promised, at the address they gave."""
    with translation.override(LANGUAGE):
        context = {
            "request": request,
            "promise": promise,
            "your_data": address_in(request.network, reverse("portal:your_data")),
        }
        queue_mail(
            to=request.contact,
            subject=gettext("Received: your request for contact"),
            text=render_to_string("guidance/email/request_received.txt", context),
        )
