"""Members write their offers: one page, whatever the button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from laplateforme.core import drafts
from laplateforme.core.idempotency import idempotent
from laplateforme.core.versions import StaleVersion
from laplateforme.network.models import Organization
from laplateforme.offers import actions, queries, rules
from laplateforme.offers.enums import EDITABLE_FIELDS, OfferStatus
from laplateforme.offers.forms.dates import (
    DATES,
    PRICES,
    PriceStepFormSet,
    SessionFormSet,
    session_initial,
    step_initial,
    with_one_more,
)
from laplateforme.offers.forms.offer import NewOfferForm, OfferEditForm, OfferForms, initial_of, posted_forms
from laplateforme.offers.models import Offer, Session
from laplateforme.offers.views.conflict import offer_conflict
from laplateforme.vocabulary.enums import SupportFunction

NEW_DRAFT = "offer-new"
MORE = {"add_date": DATES, "add_price": PRICES}
DONE = {
    "unpublish": (actions.unpublish_offer, gettext_lazy("The offer is not shown any more. It is kept as a draft.")),
    "archive": (actions.archive_offer, gettext_lazy("The offer is put away, with its history.")),
    "reopen": (actions.unpublish_offer, gettext_lazy("The offer is a draft again.")),
}


@require_http_methods(["GET", "POST"])
@idempotent
def new(request: HttpRequest) -> HttpResponse:
    """A new offer, with a warning when one looks like it."""
    organizations = Organization.objects.editable_by(request.user)
    if not rules.can_create_offers(request.user):
        raise PermissionDenied
    page = Page(request, None, NEW_DRAFT)
    if request.method == "GET":
        own = list(organizations[:2])
        first = own[0].pk if len(own) == 1 else request.GET.get("structure", "")[:40]
        return page.show(page.fresh({"organization": first}, organizations))
    forms = page.posted(organizations)
    if page.asks_for_more:
        return page.continued(forms)
    alike: list[Offer] = []
    if forms.is_valid():
        data = forms.offer.cleaned_data
        alike = queries.possible_duplicates(data["organization"], data["name"], network=request.network)  # type: ignore[attr-defined]
        if not alike or "anyway" in request.POST:
            try:
                offer = actions.create_offer(
                    organization=data["organization"],
                    values=forms.offer.values(),
                    by=request.user,  # type: ignore[arg-type]
                    at=page.at,
                    sessions=forms.sessions(None),
                    price_steps=forms.price_steps(),
                )
                return page.saved(offer)
            except actions.UnableToSaveOffer as refusal:
                forms.refuse(refusal.errors)
    return page.show(forms, alike=alike)


@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The same page for an offer that exists; putting away and taking up again are buttons at its foot."""
    editable = queries.with_page_parts(Offer.objects.editable_by(request.user))
    offer = get_object_or_404(editable, code=code)
    page = Page(request, offer, f"offer-{offer.code}")
    if request.method == "GET":
        return page.show(page.fresh(initial_of(offer)))
    if page.do in DONE:
        return page.moved(offer)
    forms = page.posted()
    if page.asks_for_more:
        return page.continued(forms)
    if forms.is_valid():
        try:
            offer = actions.edit_offer(
                offer=offer,
                values=forms.offer.values(),
                by=request.user,  # type: ignore[arg-type]
                at=page.at,
                expected=forms.offer.read_version,
                sessions=forms.sessions(offer),
                price_steps=forms.price_steps(),
            )
            return page.saved(offer)
        except actions.UnableToSaveOffer as refusal:
            forms.refuse(refusal.errors)
        except StaleVersion as stale:
            current = queries.with_page_parts(Offer.objects).get(pk=stale.current.pk)
            names = [name for name in EDITABLE_FIELDS if name in forms.offer.fields]
            return offer_conflict(request, forms.offer, forms.offer.values(), current, names)
    return page.show(forms)


@dataclass
class Page:
    """What the two views have in common: drafts, buttons, answers."""

    request: HttpRequest
    offer: Offer | None
    draft_key: str

    def __post_init__(self) -> None:
        self.at: datetime = timezone.now()
        self.do: str = self.request.POST.get("do", "save")

    @property
    def asks_for_more(self) -> bool:
        return self.do in MORE or self.do == "add_area"

    def fresh(self, initial: dict[str, Any], organizations: Any = None) -> OfferForms:
        """The form as saved, or as the draft that was kept when one asks for it."""
        draft = drafts.draft_of(self.request, self.draft_key) if drafts.is_resumed(self.request) else None
        if draft is not None:
            forms = self._bound(drafts.posted(draft), organizations)
            forms.be_quiet()
            return forms
        coming = Session.objects.coming(self.at).filter(offer=self.offer) if self.offer else ()
        steps = self.offer.price_steps.order_by("from_month") if self.offer else ()
        form = self._form(organizations, initial=initial)
        return OfferForms(
            form,
            SessionFormSet(initial=session_initial(coming), prefix=DATES),
            PriceStepFormSet(initial=step_initial(steps), prefix=PRICES),
        )

    def posted(self, organizations: Any = None) -> OfferForms:
        data = self.request.POST
        if self.do in MORE:
            data = with_one_more(data, MORE[self.do])  # type: ignore[assignment]
        return self._bound(data, organizations)

    def continued(self, forms: OfferForms) -> HttpResponse:
        """One more line, or a territory looked up: the page comes back with every word, without reproach."""
        if self.do == "add_area" and forms.offer.is_bound:
            forms.offer.full_clean()
            found = forms.offer.cleaned_data.get("coverage_words")
            errors = forms.offer.errors.get("coverage_words")
            if found:
                data = self.request.POST.copy()
                data.setlist("coverage", list(dict.fromkeys([*data.getlist("coverage"), *found])))
                data["coverage_words"] = ""
                organizations = Organization.objects.editable_by(self.request.user) if self.offer is None else None
                forms = self._bound(data, organizations)
            forms.be_quiet()
            if errors:
                forms.offer._errors["coverage_words"] = errors  # type: ignore[index]
            return self.show(forms)
        forms.be_quiet()
        return self.show(forms)

    def saved(self, offer: Offer) -> HttpResponse:
        """The draft is of no use any more; then where the button said."""
        user = self.request.user
        drafts.forget(user.pk, self.draft_key)  # type: ignore[arg-type]
        if self.do == "publish":
            try:
                actions.publish_offer(offer=offer, by=user, at=self.at)  # type: ignore[arg-type]
            except actions.UnableToMoveOffer as refusal:
                words = ", ".join(refusal.missing)
                messages.warning(self.request, _("Kept as a draft. To publish, add: %(missing)s.") % {"missing": words})
                return redirect("offers:edit", offer.code)
            messages.success(self.request, _("Published. Here is what people read."))
            return redirect("offers:offer", offer.code)
        if self.do == "preview":
            return redirect("offers:preview", offer.code)
        is_public = offer.status == OfferStatus.PUBLISHED
        messages.success(self.request, _("Saved and shown.") if is_public else _("Kept as a draft."))
        return redirect("offers:mine")

    def moved(self, offer: Offer) -> HttpResponse:
        deed, words = DONE[self.do]
        try:
            deed(offer=offer, by=self.request.user, at=self.at)  # type: ignore[arg-type]
        except actions.UnableToMoveOffer as refusal:
            messages.error(self.request, str(refusal))
            return redirect("offers:edit", offer.code)
        messages.success(self.request, words)
        return redirect("offers:mine")

    def show(self, forms: OfferForms, *, alike: list[Offer] | None = None) -> HttpResponse:
        context = {
            **drafts.context(self.request, self.draft_key),
            "offer": self.offer,
            "forms": forms,
            "form": forms.offer,
            "alike": alike or [],
            "status": queries.status_state(self.offer) if self.offer else None,
            "is_house": SupportFunction.HOUSE in (forms.offer["functions"].value() or []),
            "can_be_put_away": self.offer is not None and self.offer.status != OfferStatus.ARCHIVED,
        }
        return render(self.request, "offers/edit.html", context)

    def _bound(self, data: Any, organizations: Any) -> OfferForms:
        return posted_forms(self._form(organizations, data=data), data)

    def _form(self, organizations: Any, **kwargs: Any) -> OfferEditForm:
        network = self.request.network  # type: ignore[attr-defined]
        areas = list(network.territory.codes) if network else []
        if self.offer is not None:
            return OfferEditForm(areas=[*self.offer.organization.coverage, *areas], **kwargs)
        return NewOfferForm(organizations=organizations, areas=areas, **kwargs)
