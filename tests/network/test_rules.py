"""Small phrases about who may."""

import pytest
from django.contrib.auth.models import AnonymousUser

from laplateforme.network import rules
from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory, PracticeCardFactory


@pytest.mark.parametrize("role", Role.values)
def test_each_role_opens_what_it_should(db, role):
    network = NetworkFactory()
    organization = OrganizationFactory(network=network)
    inside = organization if role in Role.IN_ORGANIZATION else None
    user = MembershipFactory(network=network, role=role, organization=inside).user
    leads, edits = role in rules.LEADS, role in (*rules.LEADS, *rules.EDITORS)
    assert rules.is_facilitator(user, network) == leads
    assert rules.is_facilitator(user, NetworkFactory()) is False
    assert rules.can_edit_organization(user, organization) == edits
    assert rules.can_edit_practice(user, PracticeCardFactory(organization=organization)) == edits
    assert rules.can_edit_organization(user, OrganizationFactory()) is False
    assert rules.can_see_members(user, network) == (role not in {"HOLDER", "FUNDER"})
    assert rules.can_comment(user, network) == (role not in {"HOLDER", "FUNDER"})
    assert rules.can_sign_positioning(user, network) == leads
    assert rules.can_invite(user, network, "ADVISER", organization) == (leads or role == "ORGANIZATION_MANAGER")
    assert rules.can_invite(user, network, "FACILITATOR", None) == leads
    demand = rules.demand_on(user)
    assert (demand.second_factor, demand.short_session) == (role in Role.NEEDS_SECOND_FACTOR, leads)


def test_closed_membership_and_nobody_open_nothing(db):
    closed = MembershipFactory(role="FACILITATOR", is_active=False)
    organization = OrganizationFactory(network=closed.network)
    for user in (closed.user, AnonymousUser(), UserFactory()):
        assert rules.is_facilitator(user, closed.network) is False
        assert rules.is_professional(user, closed.network) is False
        assert rules.can_edit_organization(user, organization) is False
        assert rules.can_invite(user, closed.network, "ADVISER", organization) is False
        assert rules.roles_in(user, closed.network) == frozenset()
    assert rules.is_facilitator(closed.user, None) is False
    assert rules.is_professional(closed.user, None) is False
    assert rules.roles_in(closed.user, None) == frozenset()


def test_superuser_may_everything_but_close_their_own_role(db):
    membership = MembershipFactory(role="WRITER")
    user = membership.user
    user.is_superuser = True
    user.save()
    assert rules.is_facilitator(user, membership.network)
    assert rules.can_edit_organization(user, OrganizationFactory())
    assert rules.can_close_membership(user, membership) is False
    assert rules.can_close_membership(user, MembershipFactory(role="WRITER"))
