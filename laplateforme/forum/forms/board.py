"""Boards and topics."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laplateforme.core.idempotency import KeyedForm
from laplateforme.core.text import clean_text
from laplateforme.forum.actions import open_topic
from laplateforme.forum.enums import Readers
from laplateforme.forum.forms.post import ReplyForm, send
from laplateforme.forum.models import Board, Post, Topic


class BoardForm(KeyedForm):
    """A name, what for, who reads."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give the board a name.")})
    purpose = forms.CharField(label=_("What it is for, in one sentence"), max_length=300, required=False)
    readers = forms.ChoiceField(
        label=_("Who reads"),
        choices=[(one.value, one.label) for one in (Readers.PUBLIC, Readers.MEMBERS)],
        initial=Readers.PUBLIC,
        widget=forms.RadioSelect,
    )

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"])
        if not any(char.isalnum() for char in name):
            raise ValidationError(_("Give the board a name."))
        return name


class TopicForm(ReplyForm):
    """A title and the first message."""

    title = forms.CharField(
        label=_("In one line"), max_length=160, error_messages={"required": _("Say in one line what it is about.")}
    )
    field_order = ("title", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, signed_in=True, **kwargs)

    def clean_title(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise ValidationError(_("Say in one line what it is about."))
        return title


@transaction.atomic
def open_with(form: TopicForm, board: Board, user: Any, at: datetime) -> tuple[Topic | None, Post | None]:
    """Opens the topic with its first message, both or neither; nothing for a machine."""
    if form.is_from_a_machine:
        return None, None
    topic = open_topic(network=board.network, board=board, title=form.cleaned_data["title"], at=at)
    return topic, send(form, topic, user, at)
