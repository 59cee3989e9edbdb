"""Words of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchStatus(TextChoices):
    PREVIEW = "preview", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")


class LineAction(TextChoices):
    CREATE = "create", _("new")
    UPDATE = "update", _("changed")
    SAME = "same", _("unchanged")
    DUPLICATE = "duplicate", _("perhaps already there")
    ERROR = "error", _("refused")
