"""The agreement of the people of a portrait: recorded or withdrawn, on the page of the text."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laplateforme.core.idempotency import idempotent
from laplateforme.editorial import actions, rules
from laplateforme.editorial.forms.portrait import AgreementForm
from laplateforme.editorial.models import PortraitPage
from laplateforme.editorial.queries import texts


@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """Who agreed to a portrait, and when: a new version of it, that somebody publishes."""
    page = _portrait(request, number)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("agreed_by", "agreed_date")}
        actions.record_agreement(page=page, at=timezone.now(), by=request.user, **said)  # type: ignore[arg-type]
        messages.success(request, _("The agreement is recorded. Publish or propose the portrait."))
        return redirect("editorial:text", page.pk)
    context = {"form": form, "page": page}
    return render(request, "editorial/agreement.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The people no longer agree: whoever writes here may say so, and the public site loses the portrait at once."""
    page = _portrait(request, number)
    actions.withdraw_agreement(page=page, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The agreement is withdrawn: the portrait is not on the public site any more."))
    return redirect("editorial:text", page.pk)


def _portrait(request: HttpRequest, number: int) -> PortraitPage:
    """A portrait of the network, for whoever writes in it; nobody else knows that it exists."""
    page = texts.text_at(request.network, number) if rules.can_write(request.user, request.network) else None
    if not isinstance(page, PortraitPage):
        raise Http404
    return page
