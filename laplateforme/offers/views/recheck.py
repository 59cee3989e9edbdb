"""The mailed link: whoever holds it may say that nothing has changed, or correct at once. Opening it never acts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from laplateforme.core.http import public
from laplateforme.core.limits import limited
from laplateforme.core.signing import LINK_LIFE, UnableToOpenLink, open_link
from laplateforme.core.versions import StaleVersion
from laplateforme.offers import actions, queries
from laplateforme.offers.emails import RECHECK
from laplateforme.offers.forms.dates import (
    DATES,
    SessionFormSet,
    all_be_quiet,
    be_quiet,
    session_initial,
    session_values,
    with_one_more,
)
from laplateforme.offers.forms.short import SHORT, CorrectionForm
from laplateforme.offers.models import Offer, Session
from laplateforme.offers.views.conflict import offer_conflict

AGES = LINK_LIFE * 1000


@public
@never_cache
@require_http_methods(["GET", "POST"])
@limited("recheck", most=40, seconds=3600)
def recheck(request: HttpRequest, token: str) -> HttpResponse:
    """Two choices on one page; an old link sends a new one to the owners, and says the same whatever it was."""
    try:
        (key,) = open_link(RECHECK, token)
    except UnableToOpenLink as refusal:
        return _expired(request, token, is_ours=refusal.expired)
    offer = queries.with_page_parts(Offer.objects.published()).filter(pk=key).first()
    if offer is None:
        return _closed(request, "offers/recheck_closed.html", {}, status=410)
    if request.method == "POST":
        return _answer(request, token, offer)
    coming = Session.objects.coming(timezone.now()).filter(offer=offer)
    initial = {name: getattr(offer, name) for name in SHORT} | {"version": offer.version}
    dates = SessionFormSet(initial=session_initial(coming), prefix=DATES)
    return _show(request, offer, CorrectionForm(initial=initial), dates)


def _answer(request: HttpRequest, token: str, offer: Offer) -> HttpResponse:
    at, do = timezone.now(), request.POST.get("do", "")
    if do == "confirm":
        actions.confirm_unchanged(offer=offer, at=at)
        return redirect(f"{request.path}?merci=1")
    data = with_one_more(request.POST, DATES) if do == "add_date" else request.POST
    form, dates = CorrectionForm(data), SessionFormSet(data, prefix=DATES)
    if do == "add_date":
        be_quiet(form)
        all_be_quiet(dates)
    elif form.is_valid() & dates.is_valid():
        try:
            actions.edit_offer(
                offer=offer,
                values=form.values(offer),
                by=None,
                at=at,
                expected=form.read_version,
                sessions=session_values(dates.kept(), offer),
            )
            return redirect(f"{request.path}?merci=1")
        except actions.UnableToSaveOffer as refusal:
            for name, sentences in refusal.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
        except StaleVersion as stale:
            current = queries.with_page_parts(Offer.objects).get(pk=stale.current.pk)
            return offer_conflict(request, form, form.values(offer), current, SHORT)
    return _show(request, offer, form, dates)


def _show(request: HttpRequest, offer: Offer, form: CorrectionForm, dates: Any) -> HttpResponse:
    context = {
        "offer": offer,
        "form": form,
        "dates": dates,
        "page": queries.offer_page(offer, None, timezone.now()),
        "is_done": "merci" in request.GET and request.method == "GET",
        "is_correcting": form.is_bound or "corriger" in request.GET,
    }
    return _closed(request, "offers/recheck.html", context)


def _expired(request: HttpRequest, token: str, *, is_ours: bool) -> HttpResponse:
    """The same page and the same answer for every link that does not open any more."""
    if request.method == "POST":
        if is_ours:
            (key,) = open_link(RECHECK, token, life=AGES)
            actions.renew_recheck_link(offer_id=key, at=timezone.now())
        return redirect(f"{request.path}?envoye=1")
    return _closed(request, "offers/recheck_expired.html", {"is_sent": "envoye" in request.GET}, status=410)


def _closed(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that no search engine keeps; its address is told to no other site (SECURE_REFERRER_POLICY)."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
