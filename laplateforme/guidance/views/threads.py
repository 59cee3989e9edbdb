"""What people say about a key question."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from laplateforme.core.http import public
from laplateforme.core.idempotency import idempotent
from laplateforme.core.limits import limited
from laplateforme.forum.forms import reply_form, said
from laplateforme.forum.queries import NO_MESSAGE, thread_about
from laplateforme.guidance import actions, rules
from laplateforme.guidance.models import KeyQuestion, QuestionThread


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited("forum-reply", most=60, seconds=600)
@idempotent
def react(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said about a question, and a form for one more message. The question's own page is kept for all."""
    question = get_object_or_404(KeyQuestion.objects.published().of_network(request.network), slug=slug)
    if not rules.can_react(question):
        raise Http404
    form = reply_form(request.user, request.POST if request.method == "POST" else None)
    if said(request, form, lambda at: actions.thread_of_question(question=question, at=at)):
        return redirect(f"{question.get_absolute_url()}#fil")
    thread = thread_about(QuestionThread.objects.all(), request.user, question=question) or NO_MESSAGE
    context = {"about": question.text, "back_url": question.get_absolute_url(), "form": form, "thread": thread}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "forum/react.html", {**context, "may_reply": True}, status=status)
