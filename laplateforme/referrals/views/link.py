"""The receiver without account: a signed link shows the masked sheet and answers. Opening never acts; buttons do."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import file_to_keep, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.ids import uuid_or_none
from laplateforme.core.limits import limited
from laplateforme.core.proofs import MailedCode
from laplateforme.core.signing import UnableToOpenLink, open_link
from laplateforme.projects.actions import record_reading
from laplateforme.projects.forms.person import CodeForm
from laplateforme.projects.queries import sheet_for_receiver
from laplateforme.referrals import actions
from laplateforme.referrals.enums import ANSWER, ReferralStatus
from laplateforme.referrals.models import Referral
from laplateforme.referrals.queries.agreement import masked_of
from laplateforme.referrals.queries.pages import RELATED, moments_of, state_of
from laplateforme.referrals.views.answering import answering

PROOF = MailedCode("referrals")
ALWAYS = timedelta(days=4000)
View = Callable[..., HttpResponse]


def _of_link(request: HttpRequest, token: str, *, is_late: bool = False) -> Referral | None:
    """The hand-over of a link. Raises UnableToOpenLink."""
    life = {"life": ALWAYS} if is_late else {}
    (key,) = open_link(ANSWER, token, **life)
    rows = Referral.objects.filter(network=request.network, sent_at__isnull=False).select_related(*RELATED)
    return rows.exclude(status=ReferralStatus.ENTERED_IN_ERROR).filter(pk=uuid_or_none(key)).first()


def _quiet(response: HttpResponse) -> HttpResponse:
    """A page that no search engine keeps."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def with_link(view: View) -> View:
    """Gives the view the hand-over of the link; else a page that says why not, the same for every wrong link."""

    @public
    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, token: str, **more: object) -> HttpResponse:
        try:
            referral = _of_link(request, token)
        except (UnableToOpenLink, ValueError) as refusal:
            is_ours = isinstance(refusal, UnableToOpenLink) and refusal.expired
            renew_url = reverse("referrals:renew", args=[token]) if is_ours else ""
            return _quiet(render(request, "projects/link_closed.html", {"renew_url": renew_url}, status=410))
        if referral is None:
            return _quiet(render(request, "projects/link_closed.html", status=410))
        return _quiet(view(request, token, referral, **more))

    return inner


def _allowed(referral: Referral) -> set[str]:
    if referral.status in ReferralStatus.UNANSWERED:
        return {"accept", "decline", "ask"}
    if referral.status in (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS):
        return {"date", "close"}
    return set()


@require_http_methods(["GET", "HEAD", "POST"])
@limited("hand-over-link", most=60, seconds=3600)
@idempotent
@with_link
def by_link(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """The masked sheet, and the answer. With a code mailed to the organization, the sheet itself."""
    at, allowed = timezone.now(), _allowed(referral)
    tried = answering(request, referral, by=None, allowed=allowed)
    if tried.done:
        return redirect(request.path)
    masked, sheet = masked_of(referral, at), None
    is_proved = PROOF.is_proved(request, str(referral.pk))
    if is_proved and masked.may_open:
        sheet = sheet_for_receiver(referral.project, referral.receiver, at)
    actions.record_handover_reading(referral=referral, masked=masked, by=None, at=at)
    if sheet is not None:
        record_reading(sheet=sheet, by=None, at=at)
    context = {
        "referral": referral,
        "token": token,
        "masked": masked,
        "sheet": sheet,
        "state": state_of(referral),
        "moments": moments_of(referral),
        "is_receiver": True,
        "allowed": allowed,
        "forms": tried.forms,
        "error_form": tried.error,
        "deed": tried.deed,
        "waits_for_code": PROOF.is_awaited(request, str(referral.pk)),
        "code_form": CodeForm(),
    }
    return render(request, "referrals/by_link.html", context, status=422 if tried.error else 200)


@require_safe
@limited("hand-over-document", most=60, seconds=3600)
@with_link
def document(request: HttpRequest, token: str, referral: Referral, pk: UUID) -> HttpResponse:
    """One paper of the project, once the mailed code is typed and while the person agrees to it."""
    at = timezone.now()
    if not PROOF.is_proved(request, str(referral.pk)):
        return redirect("referrals:by_link", token)
    sheet = sheet_for_receiver(referral.project, referral.receiver, at)
    found = next((one for one in sheet.documents if one.pk == pk), None) if sheet else None
    if sheet is None or found is None:
        raise Http404
    record_reading(sheet=sheet, by=None, at=at, bundles=["documents"])
    return file_to_keep(found.file, found.file_name)


@require_POST
@limited("hand-over-code", most=5, seconds=600)
@with_link
def send_code(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Mails six figures to the address of the organization, never shown here."""
    code = actions.new_door_code(referral=referral, at=timezone.now())
    if code:
        PROOF.keep(request, str(referral.pk), code)
        messages.success(request, _("A code has been sent to the e-mail address of your organization."))
    else:
        messages.warning(request, _("We have no e-mail address for your organization. Ask the network to add one."))
    return redirect("referrals:by_link", token)


@require_POST
@limited("hand-over-code-try", most=20, seconds=600)
@with_link
def try_code(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """The right figures open the sheet for half an hour, and say that somebody looks at it."""
    form = CodeForm(request.POST)
    if form.is_valid() and PROOF.attempt(request, str(referral.pk), form.cleaned_data["code"]):
        actions.see_referral(referral=referral, by=None, at=timezone.now())
        messages.success(request, _("The file is open for half an hour."))
    else:
        messages.warning(request, _("This is not the code, or it is too old. Check the message or ask for a new one."))
    return redirect("referrals:by_link", token)


@public
@require_POST
@limited("hand-over-renew", most=5, seconds=600)
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """A link that is too old: a new one leaves to the same addresses. The answer is the same for everybody."""
    try:
        referral = _of_link(request, token, is_late=True)
    except (UnableToOpenLink, ValueError):
        referral = None
    if referral is not None:
        actions.renew_link(referral=referral, at=timezone.now())
    messages.success(request, _("If this link was ours, a new one has been sent to the same address."))
    return redirect("portal:home")
