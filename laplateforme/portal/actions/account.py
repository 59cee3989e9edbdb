"""Closing one's own account: what only served it goes, the rest says "a member who left"."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models, transaction

from laplateforme.accounts.actions import close_sessions
from laplateforme.accounts.models import User
from laplateforme.core import journal, tombstones
from laplateforme.core.owners import models_about_accounts, take_out
from laplateforme.core.proofs import new_figures
from laplateforme.fairs.actions import answer_duty, leave_duty
from laplateforme.fairs.enums import DutyStatus
from laplateforme.fairs.models import Duty
from laplateforme.groups.actions import leave_group
from laplateforme.groups.models import GroupMember
from laplateforme.network.actions import end_membership
from laplateforme.network.models import Membership, Network
from laplateforme.offers.actions import forget_checker
from laplateforme.portal import emails
from laplateforme.portal.queries.leaving import Obstacles, obstacles_of
from laplateforme.projects.actions import set_lead
from laplateforme.projects.queries.leading import LedFiles
from laplateforme.vocabulary.enums import Role

VERB = "account closed"
# Rows of others that hang on an account by themselves but tell what was done in the site: they stay.
STAYING = {"admin.LogEntry", "wagtailcore.Comment", "wagtailcore.CommentReply"}


class UnableToCloseAccount(Exception):
    """Something rests on this person alone; `obstacles` say what, and who could take it."""

    def __init__(self, obstacles: Obstacles) -> None:
        super().__init__("obstacles")
        self.obstacles = obstacles


def new_code(*, user: User, at: datetime) -> str:
    """Mails six figures to the address of the account, and returns them."""
    code = new_figures()
    with transaction.atomic():
        emails.queue_code(user, code)
        journal.record("code sent", at=at, actor_id=user.pk, subject=user)
    return code


@transaction.atomic
def hand_over_files(*, files: LedFiles, adviser: User, by: User, at: datetime) -> int:
    """Everything that `by` leads in one organization goes to one colleague. Raises UnableToKeepFile."""
    for project in files.projects:
        set_lead(project=project, adviser=adviser, by=by, at=at)
    return len(files.projects)


@transaction.atomic
def close_account(*, user: User, at: datetime, again: bool = False) -> bool:
    """Closes it for good, tells the person by one letter, and signs them out everywhere; twice is once.

    Nobody closes the last way into a network: two who lead it wait for each other here. `again`: after a backup was
    put back, no obstacle counts and nobody is written to. Raises UnableToCloseAccount.
    """
    user = _locked(user)
    if user.closed_at is not None:
        return False
    obstacles = obstacles_of(user)
    if obstacles and not again:
        raise UnableToCloseAccount(obstacles)
    close_sessions(user=user, by=user, at=at)
    _step_back(user, at)
    for model in models_about_accounts():
        take_out(model, user)
    _take_out_of_sign_in(user)
    if not again:
        emails.queue_closed(user)
    User.objects.filter(pk=user.pk).update(
        name="", email=f"{user.pk.hex}@closed.invalid", language="fr", last_login=None, is_active=False,
        is_staff=False, is_superuser=False, closed_at=at, version=user.version + 1,
    )  # fmt: skip
    tombstones.note(user, at=at)
    journal.record(VERB, at=at, actor_id=user.pk, subject=user)
    return True


def _locked(user: User) -> User:
    """The account as it stands; whoever leads one of the same networks waits."""
    led = Membership.objects.active().filter(user_id=user.pk, role__in=Role.LEADS)
    list(Network.objects.select_for_update(of=("self",)).filter(pk__in=led.values("network")).order_by("pk"))
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _step_back(user: User, at: datetime) -> None:
    """By the deeds of each room, so that each tells whom it must: slots to come, groups, roles, vouched offers."""
    for duty in Duty.objects.standing().filter(user=user, slot__ends_at__gt=at).select_related("slot").order_by("pk"):
        if duty.status == DutyStatus.ASKED:
            answer_duty(duty=duty, comes=False, by=user, at=at)
        else:
            leave_duty(duty=duty, by=user, at=at)
    for member in GroupMember.objects.filter(user=user, left_date=None).select_related("group", "user").order_by("pk"):
        leave_group(member=member, at=at, by=user)
    memberships = Membership.objects.filter(user=user)
    forget_checker(name=user.name, organizations=memberships.values("organization"))
    for membership in memberships.filter(is_active=True).order_by("pk"):
        end_membership(membership=membership, by=user, at=at)


def _take_out_of_sign_in(user: User) -> None:
    """Addresses, second factors, rights, and what the workshop remembers of the person."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    for relation in User._meta.related_objects:
        there = relation.related_model
        goes = relation.on_delete is models.CASCADE and not there.__module__.startswith("laplateforme.")
        if goes and there._meta.label not in STAYING:
            there._base_manager.filter(**{relation.field.name: user}).delete()


def _again(key: UUID, at: datetime) -> None:
    close_account(user=User.objects.get(pk=key), at=at, again=True)


def say() -> None:
    """What an older backup that is put back may not undo."""
    tombstones.never_undone(
        tombstones.Deed(
            "accounts.user",
            VERB,
            lambda: User.objects.filter(closed_at__isnull=True).values_list("pk", flat=True),
            _again,
        )
    )
