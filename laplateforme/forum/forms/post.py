"""One message, from somebody signed in or not."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.forum.actions import UnableToPost, reply
from laplateforme.forum.enums import PostStatus, Readers, ReportReason
from laplateforme.forum.forms import watch
from laplateforme.forum.models import Post, Topic

MARKUP = re.compile(r"</?[a-z]+[^<>]*>|\[/?(?:url|link|b|i)\b", re.I)


class ReplyForm(KeyedForm):
    """Words, and for whoever has no account a name and an address that is confirmed by mail."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("5,000 characters at most. A line that begins with a dash makes a list."),
        max_length=5000,
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("It is shown with your message. A first name is enough."),
        max_length=120,
        error_messages={"required": _("Tell us how to sign your message.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Never shown. You receive a message to confirm that it is you."),
        error_messages={"required": _("Give an e-mail address, to confirm your message.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    follow = forms.BooleanField(label=_("Tell me by mail, once a day at most, when somebody answers"), required=False)
    website = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    challenge = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    work = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    answers = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email") if signed_in else ("follow",):
            del self.fields[name]
        self.fields["drawn"].initial = watch.drawn_now()
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write your message."))
        return text

    def clean_name(self) -> str:
        name = " ".join(clean_text(self.cleaned_data["name"]).split())
        if not any(char.isalpha() for char in name) or "://" in name:
            raise ValidationError(_("Write your name with letters."))
        return name

    @property
    def is_from_a_machine(self) -> bool:
        """Somebody filled the field that nobody sees."""
        return bool(self.cleaned_data.get("website"))

    @property
    def is_suspect(self) -> bool:
        """Too quick, or written in the marks of machines, and the browser has not done the little work."""
        values = self.cleaned_data
        signs = watch.is_too_quick(values.get("drawn", "")) or bool(MARKUP.search(values.get("text", "")))
        return signs and not watch.is_done(values.get("challenge", ""), values.get("work", ""))

    @property
    def is_to_ask(self) -> bool:
        """Suspect for the first time: the form goes back once, with work for the browser."""
        return self.is_suspect and not watch.is_asked(self.cleaned_data.get("challenge", ""))

    def ask_work(self) -> None:
        """The same form with its text, and a challenge that a script answers and sends by itself."""
        renewed = self.data.copy()  # type: ignore[attr-defined]
        renewed["challenge"], renewed["work"] = watch.new_challenge(), ""
        self.data = renewed


def reply_form(user: Any, data: Any = None) -> ReplyForm:
    """The form of whoever is in front of the page."""
    return ReplyForm(data, signed_in=bool(user.is_authenticated))


def may_be_sent(form: ReplyForm) -> bool:
    """Well filled, and no little work to ask for first. When it is to ask, the form goes back with its text."""
    if not form.is_valid():
        return False
    if form.is_to_ask:
        form.ask_work()
        return False
    return True


def send(form: ReplyForm, topic: Topic, user: Any, at: datetime) -> Post | None:
    """Says the message in `topic`, whose holder has asked its own rule. None: a machine wrote it, nothing is kept.

    Raises UnableToPost when the topic was closed meanwhile.
    """
    if form.is_from_a_machine:
        return None
    values = form.cleaned_data
    return reply(
        topic=topic,
        text=values["text"],
        at=at,
        by=user if user.is_authenticated else None,
        signature=(values.get("name", ""), values.get("email", "")),
        is_suspect=form.is_suspect,
        reply_to=Post.objects.published().filter(topic=topic, pk=values["answers"]).first()
        if values["answers"]
        else None,
        follow=bool(values.get("follow")),
    )


def said(request: HttpRequest, form: ReplyForm, topic_at: Callable[[datetime], Topic]) -> bool:
    """Whether the form was sent; then the person is told what has become of the message. For rooms that hold a topic.

    `topic_at`: opens the thread of the thing if nobody has spoken yet.
    """
    if request.method != "POST" or not may_be_sent(form):
        return False
    now = timezone.now()
    try:
        post = send(form, topic_at(now), request.user, now)
    except UnableToPost:
        messages.warning(request, gettext("This topic has been closed meanwhile: nothing can be added."))
    else:
        messages.success(request, sent_words(post))
    return True


def sent_words(post: Post | None) -> str:
    """What has become of the message, in a sentence."""
    if post is None or post.status == PostStatus.HELD:
        return gettext("Your message is kept. A moderator reads it before it is shown.")
    if post.status == PostStatus.UNCONFIRMED:
        return gettext("Your message is kept. Open the mail that we have just sent to you and confirm.")
    if post.topic.readers != Readers.PUBLIC:
        return gettext("Your message is kept: those who read this page see it.")
    return gettext("Your message is published.")


class ReportForm(KeyedForm):
    """Why a message should not stay."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)
