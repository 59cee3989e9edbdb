"""The same person twice: proposed, previewed, joined at once, and nobody reads more than before."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.projects import actions
from laplateforme.projects.enums import Closing
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.projects.queries import sheet_for
from laplateforme.projects.queries.alike import alike
from laplateforme.projects.queries.own import own_page
from laplateforme.referrals.actions import Asked, send_referral
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.projects import Room, agreed, opened, person, the_holder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def first(world: Room, now: datetime) -> Project:
    return opened(world, now)


@pytest.fixture
def second(world: Room, now: datetime) -> Project:
    values = actions.ProjectValues(name="Un four à pain")
    return opened(world, now, person=person(first_name="Leila", email="l.autre@porteuse.example"), project=values)


def page(world: Room, project: Project) -> str:
    return f"/r/{world.network.slug}{reverse('projects:join', args=[project.pk, the_holder(project).pk])}"


def joined(world: Room, kept: Holder, gone: Holder, at: datetime) -> Holder:
    return actions.join_people(kept=kept, gone=gone, by=world.adviser, at=at)


def test_people_alike_are_proposed_in_their_organization_only(
    world: Room, first: Project, second: Project, now: datetime
) -> None:
    opened(world, now, person=person(first_name="Zoé", last_name="Autre", email="", phone="06 39 98 01 20"))
    assert alike(the_holder(first)) == [the_holder(second)]
    Holder.objects.filter(pk=the_holder(second).pk).update(organization=world.receiver)
    assert alike(the_holder(first)) == []


def test_the_page_previews_then_joins_and_the_person_sees_it(world: Room, first: Project, second: Project) -> None:
    client, kept, gone = signed_in(world.adviser), the_holder(first), the_holder(second)
    assert "l.autre@porteuse.example" in client.get(page(world, first)).text
    shown = client.get(page(world, first), {"autre": str(gone.pk)})
    assert "Un four à pain" in shown.text
    assert Holder.objects.known().count() == 2
    assert client.post(page(world, first), {"autre": str(gone.pk)}).status_code == 422
    OutgoingMail.objects.all().delete()
    assert client.post(page(world, first), {"autre": str(gone.pk), "sure": "on"}).status_code == 302
    assert set(kept.projects.all()) == {first, second}
    gone.refresh_from_db()
    assert (gone.called, gone.email, gone.merged_into) == ("", "", kept)
    (mail,) = OutgoingMail.objects.all()
    assert (mail.to, "Leïla" in mail.subject + mail.text) == ("leila@porteuse.example", False)
    assert len(own_page(kept, timezone.now()).joined_at) == 1
    assert JournalEntry.objects.filter(verb="people joined").count() == 2


@pytest.mark.parametrize("role", ["colleague", "reader", "other", "facilitator", "funder", "stranger"])
def test_nobody_else_joins(world: Room, first: Project, second: Project, role: str) -> None:
    client, body = signed_in(getattr(world, role)), {"autre": str(the_holder(second).pk), "sure": "on"}
    assert client.get(page(world, first)).status_code == client.post(page(world, first), body).status_code == 404
    assert Holder.objects.known().count() == 2


def test_somebody_who_is_not_alike_cannot_be_slipped_in(world: Room, first: Project, now: datetime) -> None:
    other = opened(world, now, person=person(first_name="Zoé", last_name="Autre", email="", phone="06 39 98 01 20"))
    body = {"autre": str(the_holder(other).pk), "sure": "on"}
    assert signed_in(world.adviser).post(page(world, first), body).status_code == 422
    assert Holder.objects.known().count() == 2


def test_agreements_stay_per_receiver_and_project(world: Room, first: Project, second: Project, now: datetime) -> None:
    agreed(first, world.receiver, now, bundles=["project"])
    agreed(second, world.third, now, bundles=["contact"])
    joined(world, the_holder(first), the_holder(second), now + DAY)
    seen = [sheet_for(one, user, now + DAY) for one in (first, second) for user in (world.reader, world.other)]
    assert [sheet and sheet.people[0].bundles for sheet in seen] == [{"project"}, None, None, {"contact"}]


def both(project: Project, now: datetime) -> tuple[Holder, Holder]:
    """Twice in one project."""
    kept = the_holder(project)
    return kept, actions.add_holder(project=project, person=person(first_name="Leila"), at=now, by=None)


@pytest.mark.parametrize(
    ("ours", "theirs", "left"),
    [
        (["contact", "project"], ["contact"], {"contact"}),
        (["contact"], ["contact", "project"], {"contact"}),
        (["contact"], ["project"], None),
    ],
)
def test_the_stricter_of_two_stays_as_it_was_read(
    world: Room, first: Project, now: datetime, ours: list[str], theirs: list[str], left: set[str] | None
) -> None:
    kept, gone = both(first, now)
    agreed(first, world.receiver, now, holder=kept, bundles=ours)
    agreed(first, world.receiver, now, holder=gone, bundles=theirs)
    joined(world, kept, gone, now + DAY)
    sheet = sheet_for(first, world.reader, now + DAY)
    assert (set(sheet.people[0].bundles) if sheet else None) == left
    assert Consent.objects.filter(closing=Closing.MERGED).count() == (1 if left else 2)
    assert not Consent.objects.filter(holder=gone).exists()


def test_a_refusal_of_either_counts_for_both_and_ends_what_was_sent(world: Room, first: Project, now: datetime) -> None:
    kept, gone = both(first, now)
    agreed(first, world.receiver, now, holder=kept)
    referral = send_referral(project=first, asked=Asked(world.receiver, first.needs.get()), by=world.adviser, at=now)
    actions.withdraw_consent(consent=agreed(first, world.receiver, now, holder=gone), at=now + DAY)
    joined(world, kept, gone, now + 2 * DAY)
    assert sheet_for(first, world.reader, now + 2 * DAY) is None
    referral.refresh_from_db()
    assert referral.status == "cancelled"


def test_a_stricter_one_that_a_refusal_ends_leaves_no_wider_one(world: Room, first: Project, now: datetime) -> None:
    kept, gone = both(first, now)
    agreed(first, world.receiver, now, holder=kept, bundles=["contact"])
    actions.withdraw_consent(consent=agreed(first, world.receiver, now, holder=gone), at=now + DAY)
    agreed(first, world.receiver, now + 2 * DAY, holder=gone, bundles=["contact", "project"])
    joined(world, kept, gone, now + 3 * DAY)
    assert sheet_for(first, world.reader, now + 3 * DAY) is None


def test_readings_of_both_are_shown_to_the_one_person(world: Room, first: Project, second: Project) -> None:
    signed_in(world.adviser).get(f"/r/{world.network.slug}{second.get_absolute_url()}")
    kept = joined(world, the_holder(first), the_holder(second), timezone.now())
    assert len(own_page(kept, timezone.now()).readings) == 1


def test_what_cannot_be_joined(world: Room, first: Project, second: Project, now: datetime) -> None:
    kept, gone = the_holder(first), the_holder(second)
    with pytest.raises(actions.UnableToJoin, match="oneself"):
        joined(world, kept, kept, now)
    Holder.objects.filter(pk=gone.pk).update(user=UserFactory())
    with pytest.raises(actions.UnableToJoin, match="account"):
        joined(world, kept, gone, now)
    Holder.objects.filter(pk=gone.pk).update(organization=world.third)
    with pytest.raises(actions.UnableToJoin, match="elsewhere"):
        joined(world, kept, gone, now)
    actions.forget_person(holder=gone, at=now)
    Holder.objects.filter(pk=gone.pk).update(organization=world.keeper)
    with pytest.raises(actions.UnableToJoin, match="gone"):
        joined(world, kept, gone, now)
    assert Holder.objects.known().count() == 1
