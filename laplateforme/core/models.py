"""Foundations: the base of every model, the journal, idempotency keys, outgoing mail, the change sequence."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laplateforme.core.ids import uuid7
from laplateforme.core.privacy import Level, Personal


class BaseModel(models.Model):
    """An identifier nobody can guess, a version against lost updates, and two dates.

    `changes_public_pages`: writing such a row makes cached public pages old. `personal`: see core.privacy.
    `erased_whole`: when its personal fields expire the row goes, otherwise they are blanked and it stays. About
    accounts (core.owners): `account_field` makes the row stand for one, `addressed_by` reaches one by its address;
    a row goes with a closed account if `goes_with_account` names the way to it, else "a member who left" stays in it.
    """

    changes_public_pages: ClassVar[bool] = True
    personal: ClassVar[dict[str, Personal]] = {}
    erased_whole: ClassVar[bool] = False
    account_field: ClassVar[str] = ""
    addressed_by: ClassVar[str] = ""
    goes_with_account: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True


class AppendOnly(models.QuerySet):  # type: ignore[type-arg]
    """Rows are added, never changed nor taken away."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("The journal is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The journal is append-only.")


class JournalEntry(models.Model):
    """Who did or read what, when. Identifiers only: never a name, never a text."""

    changes_public_pages = False
    said_beside = ("verb", "subject_kind")  # what a person's copy of their data says of a line
    erased_whole = True
    personal = {"actor_id": Personal("Security: who acted or read", Level.PERSONAL, 365, "at")}

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"), db_index=True)
    actor_id = models.UUIDField(_("actor"), null=True)
    verb = models.CharField(_("verb"), max_length=60)
    subject_kind = models.CharField(_("kind of subject"), max_length=60, blank=True)
    subject_id = models.CharField(_("subject"), max_length=60, blank=True)
    network_id = models.UUIDField(_("network"), null=True)
    details = models.JSONField(_("details"), default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class IdempotencyKey(models.Model):
    """One effect for one form sent, however many times it arrives; the answer is given again."""

    changes_public_pages = False

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(_("scope"), max_length=120)
    key = models.CharField(_("key"), max_length=64)
    body_hash = models.CharField(_("hash of the body"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    location = models.TextField(_("location"), blank=True)
    content = models.TextField(_("content"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [models.UniqueConstraint(name="idempotency_one_effect", fields=["scope", "key"])]

    def __str__(self) -> str:
        return self.key


class SearchChange(models.Model):
    """The change sequence that every host's search index follows."""

    changes_public_pages = False

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=64)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("search change")
        verbose_name_plural = _("search changes")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Generation(models.Model):
    """One row whose value advances with every write that a public page could show."""

    changes_public_pages = False

    id = models.PositiveSmallIntegerField(primary_key=True)
    value = models.BigIntegerField(_("value"), default=1)

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")

    def __str__(self) -> str:
        return str(self.value)


class Counter(models.Model):
    """How often something happened on a day. Counts only, no person."""

    changes_public_pages = False

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    key = models.CharField(_("key"), max_length=80)
    day = models.DateField(_("day"))
    value = models.PositiveIntegerField(_("value"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints = [models.UniqueConstraint(name="counter_one_per_day", fields=["name", "key", "day"])]

    def __str__(self) -> str:
        return f"{self.name} {self.key} {self.day}"


class MailStatus(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class OutgoingMail(BaseModel):
    """A message written in the transaction that made it necessary, sent later by the worker."""

    changes_public_pages = False
    erased_whole = True
    addressed_by = "to"
    goes_with_account = ("to",)
    personal = {
        "to": Personal("To deliver the message", Level.PERSONAL, 30),
        "subject": Personal("To deliver the message", Level.PROFESSIONAL, 30),
        "text": Personal("To deliver the message", Level.PERSONAL, 30),
        "html": Personal("To deliver the message", Level.PERSONAL, 30),
        "attachments": Personal("To deliver the message", Level.PERSONAL, 30),
    }

    to = models.EmailField(pgettext_lazy("mail", "to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    attachments = models.JSONField(_("attachments"), default=list)
    status = models.CharField(_("status"), max_length=10, choices=MailStatus.choices, default=MailStatus.WAITING)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    unsubscribe_url = models.CharField(_("address that stops such messages"), max_length=400, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("not before"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [models.Index(fields=["status", "-is_urgent", "created_at"], name="mail_in_order")]

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """The last sign of life of one worker. What a worker without a sign had begun is taken up again."""

    changes_public_pages = False

    name = models.CharField(_("name"), max_length=64, primary_key=True)
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.name


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class BackgroundJob(BaseModel):
    """Something long that a person asked for: its real steps, and the file it ends with."""

    changes_public_pages = False
    erased_whole = True
    goes_with_account = ("owner_id",)
    personal = {"owner_id": Personal("To give the file to whoever asked for it", Level.PERSONAL, 30)}

    owner_id = models.UUIDField(_("asked by"), null=True, db_index=True)
    network_id = models.UUIDField(_("network"), null=True)
    kind = models.CharField(_("kind"), max_length=40)
    parameters = models.JSONField(_("parameters"), default=dict)
    status = models.CharField(_("status"), max_length=10, choices=JobStatus.choices, default=JobStatus.WAITING)
    step = models.CharField(_("step"), max_length=200, blank=True)
    done_count = models.PositiveIntegerField(_("done"), default=0)
    total_count = models.PositiveIntegerField(_("in all"), default=0)
    file = models.FileField(_("file"), upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=120, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class Draft(BaseModel):
    """What somebody was typing, kept until the form is sent."""

    changes_public_pages = False
    erased_whole = True
    goes_with_account = ("owner_id",)
    personal = {
        "owner_id": Personal("To give the text back to whoever typed it", Level.PERSONAL, 30, "updated_at"),
        "data": Personal("To give the text back to whoever typed it", Level.PERSONAL, 30, "updated_at", of="owner_id"),
    }

    owner_id = models.UUIDField(_("owner"))
    form = models.CharField(pgettext_lazy("page", "form"), max_length=120)
    data = models.JSONField(_("data"), default=dict)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(name="draft_one_per_form", fields=["owner_id", "form"])]

    def __str__(self) -> str:
        return self.form
