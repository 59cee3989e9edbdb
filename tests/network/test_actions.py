"""Deeds of the network: what is seen afterwards, what is refused."""

from datetime import date, timedelta

import pytest

from laplateforme.accounts.models import User
from laplateforme.core.models import JournalEntry, OutgoingMail, SearchChange
from laplateforme.core.versions import StaleVersion
from laplateforme.network import actions
from laplateforme.network.models import Membership, Organization, PracticeVersion
from tests.factories.network import (
    DutyPersonFactory,
    InvitationFactory,
    MembershipFactory,
    NetworkFactory,
    OrganizationFactory,
    TerritoryFactory,
)


def verbs() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_create_network_opens_it_and_records_it(db, noon):
    network = actions.create_network(name="Calanques", slug="calanques", territory=TerritoryFactory(), at=noon, host="")
    assert (network.host, network.is_published) == (None, True)
    assert verbs() == ["network created"]


def test_create_network_refuses_a_name_that_is_taken(db, noon):
    NetworkFactory(slug="calanques")
    with pytest.raises(actions.UnableToCreateNetwork):
        actions.create_network(name="Autre", slug="calanques", territory=TerritoryFactory(), at=noon)


def test_edit_network_refuses_unknown_fields_and_hosts_of_others(db, noon):
    NetworkFactory(host="pris.example")
    network = NetworkFactory()
    with pytest.raises(TypeError):
        actions.edit_network(network=network, at=noon, is_demo=True)
    with pytest.raises(actions.UnableToCreateNetwork):
        actions.edit_network(network=network, at=noon, host="pris.example")
    with pytest.raises(StaleVersion):
        actions.edit_network(network=network, at=noon, expected=7, claim="Autre")
    assert actions.edit_network(network=network, at=noon, name="Neuf", expected=1).version == 2


def test_create_organization_finds_a_free_address_and_can_be_found(db, noon):
    network = NetworkFactory()
    first = actions.create_organization(network=network, name="L’Amarre", at=noon)
    second = actions.create_organization(network=network, name="L’Amarre", at=noon)
    assert (first.slug, second.slug) == ("l-amarre", "l-amarre-2")
    assert list(SearchChange.objects.values_list("kind", "key")) == [
        ("organization", str(first.pk)),
        ("organization", str(second.pk)),
    ]


@pytest.mark.parametrize(("name", "slug"), [("Nouvelle", "nouvelle"), ("Autre", "pris"), ("!!!", "")])
def test_create_organization_refuses_an_address_that_cannot_be(db, noon, name, slug):
    network = NetworkFactory()
    OrganizationFactory(slug="pris")
    with pytest.raises(actions.UnableToCreateOrganization):
        actions.create_organization(network=network, name=name, slug=slug, at=noon)


def test_edit_organization_keeps_its_history(db, noon):
    organization = OrganizationFactory(name="Avant")
    actions.edit_organization(organization=organization, at=noon, name="Après", expected=1)
    assert list(organization.history.order_by("history_date").values_list("name", flat=True))[-1] == "Après"
    with pytest.raises(StaleVersion):
        actions.edit_organization(organization=organization, at=noon, name="Trop tard", expected=1)
    with pytest.raises(TypeError):
        actions.edit_organization(organization=organization, at=noon, slug="autre")


def test_leave_network_takes_its_links_along(db, noon):
    network = NetworkFactory()
    one, other = OrganizationFactory(network=network), OrganizationFactory(network=network)
    actions.declare_link(network=network, from_organization=one, to_organization=other, at=noon)
    actions.declare_link(network=network, from_organization=other, to_organization=one, at=noon)
    actions.leave_network(participation=one.participations.get(), at=noon)
    assert network.declared_links.count() == 0
    assert list(Organization.objects.of_network(network)) == [other]
    actions.join_network(organization=one, network=network, at=noon)
    assert Organization.objects.of_network(network).count() == 2


def test_declare_link_twice_is_one_link_and_strangers_are_refused(db, noon):
    network = NetworkFactory()
    one, other = OrganizationFactory(network=network), OrganizationFactory(network=network)
    actions.declare_link(network=network, from_organization=one, to_organization=other, terms="Avant", at=noon)
    link = actions.declare_link(network=network, from_organization=one, to_organization=other, terms="Après", at=noon)
    assert network.declared_links.get().terms == "Après"
    for stranger in (OrganizationFactory(), one):
        with pytest.raises(actions.UnableToDeclareLink):
            actions.declare_link(network=network, from_organization=one, to_organization=stranger, at=noon)
    actions.remove_link(link=link, at=noon)
    assert network.declared_links.count() == 0


def test_each_side_says_the_link_and_takes_back_its_own_word(db, noon):
    network = NetworkFactory()
    one, other = OrganizationFactory(network=network), OrganizationFactory(network=network)
    ends = {"network": network, "from_organization": one, "to_organization": other, "at": noon}
    link = actions.declare_link(terms="Avec un appel", said_by_receiver=True, functions=["FUND"], **ends)
    assert (link.said_by_giver, link.said_by_receiver, link.terms, link.said_terms) == (
        False,
        True,
        "",
        "Avec un appel",
    )

    link = actions.declare_link(terms="Par une page", **ends)
    assert (link.said_by_giver, link.said_by_receiver, link.receiver_terms) == (True, True, "Avec un appel")
    assert link.functions == ["FUND"]
    assert link.said_terms == "Par une page"

    actions.remove_link(link=link, at=noon, giver=True, receiver=False)
    link.refresh_from_db()
    assert (link.said_by_giver, link.terms, link.receiver_terms) == (False, "", "Avec un appel")
    actions.remove_link(link=link, at=noon, giver=False, receiver=True)
    actions.remove_link(link=link, at=noon)
    assert network.declared_links.count() == 0


def test_publish_positioning_counts_versions_and_ignores_a_repeat(db, noon):
    network = NetworkFactory()
    said = {"network": network, "signed_by": "Les structures", "at": noon}
    first = actions.publish_positioning(text="Un", **said)
    again = actions.publish_positioning(text="Un", **said)
    second = actions.publish_positioning(text="Deux", **said)
    assert (first.number, again.pk, second.number) == (1, first.pk, 2)
    assert first.signed_date == noon.date()


def test_set_duty_wants_an_organization_of_the_network_and_dates_in_order(db, noon):
    network = NetworkFactory(promised_days=2)
    here = OrganizationFactory(network=network)
    said = {"network": network, "name": "Inès", "hours": "le matin", "starts_date": date(2026, 11, 23), "at": noon}
    turn = actions.set_duty(organization=here, **said)
    assert turn.promised_days == 2
    with pytest.raises(actions.UnableToChangeDuty):
        actions.set_duty(organization=OrganizationFactory(), **said)
    with pytest.raises(actions.UnableToChangeDuty):
        actions.set_duty(organization=here, ends_date=date(2026, 11, 23), **said)
    changed = actions.set_duty(organization=here, person=turn, expected=1, **{**said, "name": "Karim"})
    assert (changed.name, changed.version) == ("Karim", 2)
    actions.end_duty(person=changed, at=noon)
    assert network.duty_people.count() == 0


def test_invite_sends_one_mail_and_replaces_the_open_invitation(db, noon):
    facilitator = MembershipFactory(role="FACILITATOR")
    said = {"network": facilitator.network, "email": "Neuve@Calanques.example", "role": "WRITER", "at": noon}
    first = actions.invite(by=facilitator.user, **said)
    second = actions.invite(by=facilitator.user, **said)
    first.refresh_from_db()
    assert (first.revoked_at, second.email) == (noon, "neuve@calanques.example")
    assert second.expires_at == noon + timedelta(days=8)
    assert OutgoingMail.objects.count() == 2
    assert "neuve" not in OutgoingMail.objects.first().subject


def test_invite_refuses_who_may_not_and_what_cannot_be(db, noon):
    facilitator = MembershipFactory(role="FACILITATOR")
    network = facilitator.network
    writer = MembershipFactory(role="WRITER", network=network).user
    refused = (
        {"by": writer, "role": "WRITER", "organization": None},
        {"by": facilitator.user, "role": "ADVISER", "organization": None},
        {"by": facilitator.user, "role": "ADVISER", "organization": OrganizationFactory()},
    )
    for said in refused:
        with pytest.raises(actions.UnableToInvite):
            actions.invite(network=network, email="a@b.example", at=noon, **said)
    assert OutgoingMail.objects.count() == 0


def test_accept_invitation_twice_gives_one_membership(db, noon):
    invitation = InvitationFactory(expires_at=noon + timedelta(days=1))
    first = actions.accept_invitation(invitation=invitation, name="Nadia Ruel", at=noon)
    second = actions.accept_invitation(invitation=invitation, name="Autre", at=noon)
    assert first == second
    assert list(User.objects.filter(email=invitation.email).values_list("name", flat=True)) == ["Nadia Ruel"]
    assert first.user.emailaddress_set.get().verified


def test_accept_invitation_refuses_what_is_old_or_withdrawn(db, noon):
    old = InvitationFactory(expires_at=noon)
    with pytest.raises(actions.UnableToAccept) as refused:
        actions.accept_invitation(invitation=old, name="X", at=noon)
    assert refused.value.expired
    withdrawn = InvitationFactory(expires_at=noon + timedelta(days=1), revoked_at=noon)
    with pytest.raises(actions.UnableToAccept) as refused:
        actions.accept_invitation(invitation=withdrawn, name="X", at=noon)
    assert not refused.value.expired
    assert Membership.objects.count() == 0


def test_accepted_membership_that_was_taken_away_does_not_come_back(db, noon):
    invitation = InvitationFactory(expires_at=noon + timedelta(days=1))
    actions.accept_invitation(invitation=invitation, name="Nadia", at=noon).delete()
    with pytest.raises(actions.UnableToAccept):
        actions.accept_invitation(invitation=invitation, name="Nadia", at=noon)


def test_close_membership_ends_every_session_of_who_has_no_role_left(db, noon, client):
    facilitator = MembershipFactory(role="FACILITATOR")
    leaving = MembershipFactory(role="WRITER", network=facilitator.network)
    client.force_login(leaving.user)
    assert client.get("/compte/profil/").status_code == 200
    actions.close_membership(membership=leaving, by=facilitator.user, at=noon)
    assert client.get("/compte/profil/").status_code == 302
    actions.close_membership(membership=leaving, by=facilitator.user, at=noon)
    assert verbs().count("membership closed") == 1


def test_close_membership_keeps_the_sessions_of_who_has_another_role(db, noon, client):
    facilitator = MembershipFactory(role="FACILITATOR")
    leaving = MembershipFactory(role="WRITER", network=facilitator.network)
    MembershipFactory(role="FUNDER", network=facilitator.network, user=leaving.user)
    client.force_login(leaving.user)
    actions.close_membership(membership=leaving, by=facilitator.user, at=noon)
    assert client.get("/compte/profil/").status_code == 200


def test_nobody_closes_their_own_membership(db, noon):
    facilitator = MembershipFactory(role="FACILITATOR")
    with pytest.raises(actions.UnableToCloseMembership):
        actions.close_membership(membership=facilitator, by=facilitator.user, at=noon)


def test_closed_membership_opens_again(db, noon):
    closed = MembershipFactory(role="WRITER", is_active=False)
    opened = actions.add_member(user=closed.user, network=closed.network, role="WRITER", at=noon)
    assert (opened.pk, opened.is_active) == (closed.pk, True)


def test_save_practice_keeps_versions_and_says_when_somebody_was_faster(db, noon):
    organization = OrganizationFactory()
    said = {"organization": organization, "function": "WELCOME", "at": noon}
    first = actions.save_practice(collective="Un", expected=0, **said)
    again = actions.save_practice(collective="Un", expected=0, **said)
    second = actions.save_practice(collective="Deux", expected=1, **said)
    assert (first.number, again.pk, second.number) == (1, first.pk, 2)
    with pytest.raises(StaleVersion):
        actions.save_practice(collective="Trois", expected=1, **said)
    with pytest.raises(actions.UnableToSavePractice):
        actions.save_practice(**said)
    assert PracticeVersion.objects.count() == 2
    begun = actions.save_practice(**{**said, "function": "HOUSE"}, collective="Un", expected=7)  # nobody was faster
    assert begun.number == 1


def test_revoke_invitation_does_nothing_once_accepted(db, noon):
    facilitator = MembershipFactory(role="FACILITATOR").user
    invitation = InvitationFactory(accepted_at=noon)
    actions.revoke_invitation(invitation=invitation, by=facilitator, at=noon)
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
    assert verbs() == []


def test_end_duty_twice_changes_nothing_more(db, noon):
    turn = DutyPersonFactory()
    actions.end_duty(person=turn, at=noon)
    actions.end_duty(person=turn, at=noon)
    assert verbs()[:1] == ["duty ended"]
