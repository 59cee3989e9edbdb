"""Words of this room."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchStatus(TextChoices):
    READ = "read", _("columns to be chosen")
    PREVIEW = "preview", _("to be confirmed")
    RUNNING = "running", _("being written")
    CONFIRMED = "confirmed", _("confirmed")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")


class LineAction(TextChoices):
    CREATE = "create", _("new")
    UPDATE = "update", _("changed")
    SAME = "same", _("unchanged")
    DUPLICATE = "duplicate", _("perhaps already there")
    CONFLICT = "conflict", _("changed here since")
    ERROR = "error", _("refused")

    # What confirming writes without being asked twice.
    WRITTEN = nonmember(("create", "update"))


class ExportFormat(TextChoices):
    CSV = "csv", _("CSV (spreadsheets, any program)")
    XLSX = "xlsx", _("XLSX (Excel, LibreOffice)")
    JSON = "json", _("JSON (programs)")
    DATA_INCLUSION = "data-inclusion", _("data·inclusion v1 (services and structures)")
