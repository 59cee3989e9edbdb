"""The person's own page. Opening a link never acts; buttons do."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.core.signing import UnableToOpenLink
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.projects import actions
from laplateforme.projects.forms.person import CodeForm, EditHolderForm, EraseForm, holder_initial
from laplateforme.projects.models import Consent, Holder
from laplateforme.projects.queries.own import ACCOUNT, everything_about, own_page
from laplateforme.projects.queries.parts import own_parts
from laplateforme.projects.queries.readings import readings_page
from laplateforme.projects.views import door

View = Callable[..., HttpResponse]
ANSWERS = {"confirm", "refuse", "withdraw"}


def with_person(*, proof: bool = False) -> Callable[[View], View]:
    """Gives the view the person of the link. `proof`: only with an account or a mailed code, else back to the page."""

    def decorator(view: View) -> View:
        @public
        @never_cache
        @wraps(view)
        def inner(request: HttpRequest, token: str, **kwargs: object) -> HttpResponse:
            if token == ACCOUNT and not request.user.is_authenticated:
                words = urlencode({"next": request.get_full_path()})
                return redirect(f"{resolve_url('account_login')}?{words}")
            try:
                holder = door.holder_of(request, token)
            except (UnableToOpenLink, ValueError):
                late = door.late_holder_of(request, token)
                renew_url = reverse("projects:own_renew", args=[token]) if late else ""
                return render(request, "projects/link_closed.html", {"renew_url": renew_url}, status=410)
            if proof and not door.has_proved(request, holder):
                return redirect(f"{reverse('projects:own', args=[token])}#code")
            return view(request, token, holder, **kwargs)

        return inner

    return decorator


@require_safe
@with_person()
def own(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Who may read what since when, who read last, what waits for an answer."""
    context = {
        "token": token,
        "page": own_page(holder, timezone.now()),
        "holder": holder,
        "is_proved": door.has_proved(request, holder),
        "waits_for_code": door.waits_for_code(request, holder),
        "code_form": CodeForm(),
        "parts": own_parts(holder, token, timezone.now()),
    }
    return render(request, "projects/own.html", context)


@require_safe
@with_person()
def readings(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Every reading of the file, page by page."""
    shown = readings_page(holder, request.GET.get("structure", ""), request.GET.get("page", ""))
    return render(request, "projects/own_readings.html", {"token": token, "readings": shown})


@require_POST
@limited("own-answer", most=60, seconds=600)
@with_person()
def answer(request: HttpRequest, token: str, holder: Holder, pk: UUID) -> HttpResponse:
    """Confirms, refuses or withdraws one agreement. Twice is once."""
    consent = get_object_or_404(Consent.objects.filter(holder=holder), pk=pk)
    deed, at = request.POST.get("deed", ""), timezone.now()
    if deed == "confirm":
        try:
            actions.confirm_consent(consent=consent, at=at)
        except actions.UnableToConfirm:
            messages.warning(request, _("This agreement is over. Tell your adviser if you still want it."))
        else:
            messages.success(request, _("Your agreement is kept. You may withdraw it at any moment."))
    elif deed == "refuse":
        actions.refuse_consent(consent=consent, at=at)
        messages.success(request, _("It is refused: this organization reads nothing. We help you just the same."))
    elif deed == "withdraw":
        actions.withdraw_consent(consent=consent, at=at)
        messages.success(request, _("It is withdrawn: this organization reads nothing any more."))
    return redirect("projects:own", token)


@require_POST
@limited("own-keep", most=20, seconds=600)
@with_person()
def keep(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """The person wants their file kept."""
    actions.keep_file(holder=holder, at=timezone.now())
    messages.success(request, _("Your file is kept."))
    return redirect("projects:own", token)


@require_POST
@limited("own-code", most=5, seconds=600)
@with_person()
def send_code(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Mails six figures to the address of the file, never shown here."""
    code = actions.new_code(holder=holder, at=timezone.now())
    if code:
        door.keep_code(request, holder, code)
        messages.success(request, _("A code has been sent to your e-mail address."))
    else:
        messages.warning(request, _("We have no e-mail address for you. Ask your adviser to help you."))
    return redirect(f"{reverse('projects:own', args=[token])}#code")


@require_POST
@limited("own-code-try", most=20, seconds=600)
@with_person()
def try_code(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid() and door.try_code(request, holder, form.cleaned_data["code"]):
        messages.success(request, _("Your details are open for half an hour."))
        return redirect("projects:own", token)
    messages.warning(request, _("This is not the code, or it is too old. Check the message or ask for a new one."))
    return redirect(f"{reverse('projects:own', args=[token])}#code")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("own-correct", most=30, seconds=600)
@with_person(proof=True)
def correct(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """The person corrects who they are and how they are reached."""
    form = EditHolderForm(request.POST if request.method == "POST" else None, initial=holder_initial(holder))
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            actions.edit_holder(
                holder=holder, expected=form.read_version, person=form.person(), at=timezone.now(), by=by
            )
        except StaleVersion as stale:
            names = ("first_name", "last_name", "email", "phone")
            return conflict_page(request, form, stale.current, holder_initial(stale.current), names)
        messages.success(request, _("Your details are corrected."))
        return redirect("projects:own", token)
    return render(request, "projects/own_correct.html", {"form": form, "token": token}, status=_status(form))


@require_safe
@with_person(proof=True)
def download(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Everything, as data."""
    answer = JsonResponse(
        everything_about(holder, timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="mes-informations.json"'
    return answer


@require_safe
@with_person(proof=True)
def everything(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Everything, as a page to read or print."""
    context = {"data": everything_about(holder, timezone.now()), "token": token, "at": timezone.now()}
    return render(request, "projects/everything.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("own-erase", most=10, seconds=600)
@with_person(proof=True)
@idempotent
def erase(request: HttpRequest, token: str, holder: Holder) -> HttpResponse:
    """Everything goes; what must stay is said before."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        actions.forget_person(holder=holder, at=timezone.now(), by=by)
        return redirect("projects:erased")
    return render(request, "projects/own_erase.html", {"form": form, "token": token}, status=_status(form))


@public
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Said once everything is gone."""
    return render(request, "projects/erased.html")


@public
@require_POST
@limited("own-renew", most=5, seconds=600)
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """A link that is too old: a new one leaves to the address of the file. The answer is the same for everybody."""
    holder = door.late_holder_of(request, token)
    if holder is not None:
        actions.send_own_page(holder=holder, at=timezone.now())
    messages.success(request, _("If this link was ours, a new one has been sent to the same address."))
    return redirect("portal:home")


def _status(form: EditHolderForm | EraseForm) -> int:
    return 422 if form.is_bound else 200
