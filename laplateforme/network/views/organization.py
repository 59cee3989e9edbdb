"""Organizations: list, page, edition, logo."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from laplateforme.core import drafts
from laplateforme.core.http import cached_for_anonymous, public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.versions import StaleVersion, conflict_page
from laplateforme.network import actions, queries, rules
from laplateforme.network.forms import NewOrganizationForm, OrganizationFilterForm, OrganizationForm
from laplateforme.network.forms.organization import FIELDS
from laplateforme.network.models import Network, Organization
from laplateforme.network.views.doors import facilitators_only, in_network
from laplateforme.places.queries import labels_of
from laplateforme.vocabulary.enums import Role

HARMLESS = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@public
@cached_for_anonymous
@in_network
def organizations(request: HttpRequest) -> HttpResponse:
    """Who takes part, with a filter on words, function and commune."""
    communes = [(commune.code, commune.name) for commune in queries.communes_of_network(request.network)]
    form = OrganizationFilterForm(request.GET or None, communes=communes)
    asked = queries.OrganizationFilter()
    if form.is_bound and form.is_valid():
        asked = queries.OrganizationFilter(
            form.cleaned_data["q"], form.cleaned_data["function"], form.cleaned_data["place"]
        )
    found = queries.organizations_listed(request.network, asked)
    context = {
        "form": form,
        "organizations": [(one, queries.function_groups_of(one.functions)) for one in found],
        "is_filtered": asked != queries.OrganizationFilter(),
        "may_add": rules.is_facilitator(request.user, request.network),
    }
    return render(request, "network/organizations.html", context)


@public
@cached_for_anonymous
@in_network
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """What one organization is and does; its offers are upstairs, in the directory."""
    here = get_object_or_404(
        Organization.objects.of_network(request.network).select_related("commune__department"), slug=slug
    )
    labels = labels_of(here.coverage)
    tables = queries.practice_tables(request.network)
    context = {
        "organization": here,
        "functions": queries.functions_by_group(here.functions),
        "coverage": [labels[code] for code in here.coverage],
        "links": queries.links_of(here, request.network),
        "practices": [(table, row) for table in tables for row in table.rows if row.organization.pk == here.pk],
        "structured": structured_data(request, here),
        "may_edit": rules.can_edit_organization(request.user, here),
    }
    return render(request, "network/organization.html", context)


def structured_data(request: HttpRequest, organization: Organization) -> SafeString:
    """schema.org, for search engines: JSON that cannot close the element it stands in."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organization.name,
        "alternateName": organization.short_name,
        "description": organization.summary,
        "url": request.build_absolute_uri(organization.get_absolute_url()),
        "sameAs": organization.website,
        "telephone": organization.phone,
        "email": organization.email,
    }
    if organization.commune:
        data["address"] = {
            "@type": "PostalAddress",
            "streetAddress": organization.address,
            "addressLocality": organization.commune.name,
            "addressCountry": "FR",
        }
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(HARMLESS))


@facilitators_only
@idempotent
def new_organization(request: HttpRequest) -> HttpResponse:
    """A name is enough; the person who will complete the page is invited at once."""
    form = NewOrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values, at = form.cleaned_data, timezone.now()
        try:
            made = actions.create_organization(
                network=request.network, name=values["name"], commune=values["commune"], summary=values["summary"],
                by=request.user, at=at,
            )  # fmt: skip
        except actions.UnableToCreateOrganization:
            form.add_error("name", _("This name holds no letter. Please write it in letters."))
        else:
            if values["email"]:
                actions.invite(
                    network=request.network, organization=made, email=values["email"], role=Role.ORGANIZATION_MANAGER,
                    by=request.user, at=at,
                )  # fmt: skip
            messages.success(request, _("%(name)s takes part in the network.") % {"name": made.name})
            return redirect(made)
    return render(request, "network/new_organization.html", {"form": form}, status=_status(form))


def edit_organization(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Organization.objects.editable_by(request.user), slug=slug)
    initial = {name: getattr(here, name) for name in FIELDS}
    saved = {**initial, "version": here.version}
    draft_key = f"organization-{here.slug}"[:120]
    form = OrganizationForm(
        request.POST or None, request.FILES or None, has_logo=bool(here.logo),
        initial=drafts.initial(request, draft_key, OrganizationForm, saved),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with drafts.forgotten(request.user.pk, draft_key):
                actions.edit_organization(
                    organization=here, by=request.user, at=timezone.now(), expected=form.read_version,
                    **form.changes(),
                )  # fmt: skip
        except StaleVersion as stale:
            return conflict_page(request, form, stale.current, _in_words(stale.current), FIELDS)
        messages.success(request, _("Saved. The page of your organization is up to date."))
        return redirect(here)
    context = {"form": form, "organization": here, **drafts.context(request, draft_key)}
    return render(request, "network/edit_organization.html", context, status=_status(form))


def _in_words(organization: Any) -> dict[str, Any]:
    """The saved values as the form shows them."""
    values = {name: getattr(organization, name) for name in FIELDS}
    labels = labels_of(organization.coverage)
    values["commune"] = organization.commune.label if organization.commune else ""
    values["coverage"] = "\n".join(labels[code] for code in organization.coverage)
    return values


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@public
@in_network
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The one door of logos."""
    return picture(get_object_or_404(Organization.objects.of_network(request.network), slug=slug).logo)


@public
def network_logo(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    return picture(get_object_or_404(Network, slug=slug).logo)


def picture(file: Any) -> HttpResponse:
    """A PNG of ours, and nothing else: no script may run from it."""
    if not file:
        raise Http404
    try:
        with file.open("rb") as stream:
            content = stream.read()
    except OSError:
        raise Http404 from None
    return HttpResponse(
        content,
        content_type="image/png",
        headers={
            "Cache-Control": "public, max-age=86400",
            "Content-Disposition": 'inline; filename="logo.png"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
