"""A working group, its people, its documents, what it talks about."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from laplateforme.core.ids import short_code
from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal
from laplateforme.forum.models import Topic
from laplateforme.groups.enums import AdmissionMode, ApprovalMode, DocumentKind, GroupStatus, Horizon, MemberRole
from laplateforme.network.models import Membership, Network, Organization
from laplateforme.network.rules import LEADS, PROFESSIONALS
from laplateforme.places.models import Territory


def networks_of(user: Any, roles: Any) -> Any:
    """Ids of the networks in which `user` has one of the roles."""
    return Membership.objects.active().filter(user_id=user.pk, role__in=roles).values("network")


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def of_network(self, network: Network | None) -> "WorkingGroupQuerySet":
        """Those at home in `network`, and those that it takes part in."""
        if network is None:
            return self.none()
        return self.filter(models.Q(network=network) | models.Q(other_networks=network)).distinct()

    def visible_to(self, user: Any) -> "WorkingGroupQuerySet":
        """Whose name and purpose `user` may read: public ones, and for colleagues those of their networks."""
        if not user.is_authenticated:
            return self.filter(is_public=True)
        if user.is_superuser:
            return self
        colleague = models.Q(network__in=networks_of(user, PROFESSIONALS))
        return self.filter(models.Q(is_public=True) | colleague | models.Q(pk__in=_of_member(user))).distinct()

    def open_to(self, user: Any) -> "WorkingGroupQuerySet":
        """Whose inside `user` may read: its members, and the facilitators of its network."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(models.Q(network__in=networks_of(user, LEADS)) | models.Q(pk__in=_of_member(user)))


def _of_member(user: Any) -> Any:
    return GroupMember.objects.current().filter(user_id=user.pk).values("group")


class WorkingGroup(BaseModel):
    """People of several organizations who meet about one matter, for as long as it takes."""

    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    purpose = models.CharField(_("what it is for"), max_length=400, blank=True)
    objectives = models.TextField(_("objectives"), max_length=8000, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=GroupStatus.choices, default=GroupStatus.INFORMAL)
    programme = models.CharField(_("programme or mandate"), max_length=300, blank=True)
    territories = models.ManyToManyField(Territory, verbose_name=_("territories"), blank=True, related_name="+")
    other_networks = models.ManyToManyField(
        Network, verbose_name=_("other networks that take part"), blank=True, related_name="+"
    )
    approval = models.CharField(
        _("how minutes are approved"), max_length=10, choices=ApprovalMode.choices, default=ApprovalMode.NEXT_MEETING
    )
    approval_days = models.PositiveSmallIntegerField(_("days to object to minutes"), default=15)
    admission = models.CharField(
        _("how newcomers come in"), max_length=10, choices=AdmissionMode.choices, default=AdmissionMode.CONSENT
    )
    admission_days = models.PositiveSmallIntegerField(_("days to object to a newcomer"), default=10)
    is_public = models.BooleanField(_("its page is public"), default=True)
    is_open = models.BooleanField(_("structures may ask to join"), default=True)
    closed_date = models.DateField(_("ended on"), null=True, blank=True)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [models.UniqueConstraint(name="group_one_per_slug", fields=["network", "slug"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.slug])


class FormerName(BaseModel):
    """A name that the group had: its address still leads to the group."""

    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="former_names"
    )
    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    ended_date = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [models.UniqueConstraint(name="former_name_one_per_slug", fields=["network", "slug"])]

    def __str__(self) -> str:
        return self.name


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def current(self) -> "GroupMemberQuerySet":
        return self.filter(left_date__isnull=True, user__is_active=True)


class GroupMember(BaseModel):
    """A person takes part for an organization. The public reads the organization, the name only if they agreed."""

    account_field = "user"
    personal = {
        "user": Personal("To invite the person and to know who may do what", Level.PROFESSIONAL),
        "is_named": Personal("The person's own choice to be named publicly", Level.PROFESSIONAL),
    }

    group = models.ForeignKey(WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="group_members",
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    is_named = models.BooleanField(_("agrees to be named publicly"), default=False)
    joined_date = models.DateField(_("since"))
    left_date = models.DateField(_("until"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of a group")
        constraints = [
            models.UniqueConstraint(
                name="group_member_once", fields=["group", "user"], condition=models.Q(left_date__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.group_id}"


class GuestOrganization(BaseModel):
    """An institution that the group invites, without being a member."""

    group = models.ForeignKey(WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="guests")
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    reason = models.CharField(_("why it is invited"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("invited institution")
        verbose_name_plural = _("invited institutions")

    def __str__(self) -> str:
        return self.name or str(self.organization)


class Workstream(BaseModel):
    """A theme on which the group works for a short or a long time."""

    group = models.ForeignKey(
        WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="workstreams"
    )
    title = models.CharField(_("title"), max_length=160)
    text = models.CharField(_("in one sentence"), max_length=400, blank=True)
    horizon = models.CharField(_("how long"), max_length=8, choices=Horizon.choices, default=Horizon.SHORT)
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        verbose_name = _("workstream")
        verbose_name_plural = _("workstreams")

    def __str__(self) -> str:
        return self.title


class GroupDocument(BaseModel):
    """A file of the group: orientation, mandate, work, annex. Served by one view that asks who may read it."""

    personal = {"author": Personal("So that members know who added the file", Level.PROFESSIONAL)}

    group = models.ForeignKey(WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="documents")
    meeting = models.ForeignKey(
        "groups.Meeting", verbose_name=_("meeting"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="documents",
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices, default=DocumentKind.WORK)
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to="groups/%Y/%m/")
    file_name = models.CharField(_("name of the file"), max_length=160)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    is_public = models.BooleanField(_("anybody may read it"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("document of a group")
        verbose_name_plural = _("documents of a group")

    def __str__(self) -> str:
        return self.title


class GroupTopic(BaseModel):
    """A thread of the group, held here and talked in the forum's way; its members read it."""

    group = models.ForeignKey(WorkingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="topics")
    topic = models.OneToOneField(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+")
    minutes = models.OneToOneField(
        "groups.Minutes", verbose_name=_("minutes that it is about"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("topic of a group")
        verbose_name_plural = _("topics of a group")

    def __str__(self) -> str:
        return str(self.topic)


def calendar_token() -> str:
    return short_code(24)


class CalendarAddress(BaseModel):
    """The secret address at which somebody's calendar reads the meetings of their groups; it can be taken back."""

    changes_public_pages = False
    erased_whole = True
    goes_with_account = ("user",)
    personal = {
        "user": Personal("To show the person's meetings in their own calendar", Level.PROFESSIONAL),
        "token": Personal("Whoever holds it reads the dates of the person's meetings", Level.SECRET),
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="+")
    token = models.CharField(_("secret"), max_length=32, unique=True, default=calendar_token, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [models.UniqueConstraint(name="calendar_address_once", fields=["user", "network"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.network_id}"
