"""Replies to an article."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage
from laplateforme.editorial.queries import pages as found
from laplateforme.editorial.rules import can_reply
from laplateforme.forum.actions import UnableToPost
from laplateforme.forum.forms import may_be_sent, reply_form, send, sent_words


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-reply", most=60, seconds=600)
@idempotent
def reply(request: HttpRequest, path: str) -> HttpResponse:
    """The replies to an article and a form for one more. The article itself holds no form: it is kept for everybody."""
    page = found.page_at(request.network, path) if request.network else None
    if not isinstance(page, ArticlePage) or not can_reply(request.user, page):
        raise Http404
    form = reply_form(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and may_be_sent(form):
        now = timezone.now()
        try:
            post = send(form, actions.thread_for(page=page, at=now), request.user, now)
        except UnableToPost:
            messages.warning(request, _("This topic has been closed meanwhile: nothing can be added."))
        else:
            messages.success(request, sent_words(post))
        return redirect(f"{page.get_absolute_url()}#fil")
    crumbs = [*found.crumbs_of(page, request.network), found.Crumb(page.title, page.get_absolute_url())]
    context = {"page": page, "form": form, "may_reply": True, "crumbs": crumbs}
    context["thread"] = found.replies_to(page, request.user) or found.NO_REPLY
    return render(request, "editorial/reply.html", context, status=422 if form.is_bound and form.errors else 200)
