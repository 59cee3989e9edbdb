"""A meeting: when and where, what about, who comes, what is noted."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.ids import short_code
from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import OTHERS, Level, Personal
from laplateforme.groups.enums import Answer, GridPoint, ItemKind, MeetingStatus, Presence
from laplateforme.groups.models.group import GroupMember, WorkingGroup
from laplateforme.network.models import Organization


def meeting_code() -> str:
    return short_code(8)


class Meeting(BaseModel):
    """One session of a group: agenda, live notes, minutes and promises hang on it."""

    group = models.ForeignKey(WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="meetings")
    code = models.CharField(_("code"), max_length=12, unique=True, default=meeting_code, editable=False)
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.POLL)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    is_day_only = models.BooleanField(_("the hour is not known"), default=False)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to take part from afar"), max_length=400, blank=True)
    host = models.ForeignKey(
        Organization, verbose_name=_("host"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    previous = models.ForeignKey(
        "self", verbose_name=_("previous meeting"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="following",
    )  # fmt: skip
    sequence = models.PositiveIntegerField(_("number of changes told to calendars"), default=0)
    invited_at = models.DateTimeField(_("invitations sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["group", "-starts_at"], name="meeting_of_group")]
        constraints = [
            models.UniqueConstraint(name="meeting_one_per_number", fields=["group", "number"]),
            models.CheckConstraint(
                name="meeting_has_its_date", condition=models.Q(starts_at__isnull=False) | ~models.Q(status="set")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("groups:meeting", args=[self.code])


class DateOption(BaseModel):
    """A date that is proposed."""

    changes_public_pages = False

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        constraints = [models.UniqueConstraint(name="date_option_once", fields=["meeting", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class DateAnswer(BaseModel):
    """What a member says to a proposed date."""

    changes_public_pages = False
    personal = {"answer": Personal("To choose a date that suits most", Level.PROFESSIONAL)}

    option = models.ForeignKey(DateOption, verbose_name=_("date"), on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(GroupMember, verbose_name=_("member"), on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices)

    class Meta:
        verbose_name = _("answer to a date")
        verbose_name_plural = _("answers to a date")
        constraints = [models.UniqueConstraint(name="date_answer_once", fields=["option", "member"])]

    def __str__(self) -> str:
        return f"{self.option_id} {self.answer}"


class AgendaItem(BaseModel):
    """A point of the agenda and what is noted about it, with a version of its own: nobody writes over anybody."""

    personal = {
        "notes": Personal("What was said, by those who were there", Level.PROFESSIONAL, of=OTHERS),
        "bearer": Personal("Who presents the point", Level.PROFESSIONAL),
        "noted_by": Personal("So that members know whom to ask", Level.PROFESSIONAL),
    }

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.TOPIC)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("what it is about"), max_length=4000, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("time in minutes"), null=True, blank=True)
    bearer = models.ForeignKey(
        GroupMember, verbose_name=_("presented by"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("structure presented"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    about_path = models.CharField(_("page that it is about"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    grid_point = models.CharField(
        _("point of the observation grid"), max_length=12, choices=GridPoint.choices, blank=True
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("last noted by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(BaseModel):
    """Somebody was invited, came, excused themselves or was named; members by their account, others by a name."""

    personal = {
        "member": Personal("To know who came", Level.PROFESSIONAL),
        "name": Personal("To know who came; the public reads the organization", Level.PROFESSIONAL, names=True),
        "is_named": Personal("The person's own choice to be named publicly", Level.PROFESSIONAL),
    }

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attendances"
    )
    member = models.ForeignKey(
        GroupMember, verbose_name=_("member"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    organization_name = models.CharField(_("name of the organization"), max_length=160, blank=True)
    presence = models.CharField(_("presence"), max_length=10, choices=Presence.choices, default=Presence.INVITED)
    is_named = models.BooleanField(_("agrees to be named publicly"), default=False)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                name="attendance_once", fields=["meeting", "member"], condition=models.Q(member__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.presence}"
