"""Two at once, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from laplateforme.network import actions
from laplateforme.network.models import Membership
from tests.factories.network import InvitationFactory


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two at once need PostgreSQL (DATABASE_URL)")
def test_two_clicks_at_once_accept_one_invitation(noon):
    invitation = InvitationFactory(expires_at=noon + timedelta(days=1))

    def accept(name: str) -> Membership:
        try:
            return actions.accept_invitation(invitation=invitation, name=name, at=noon)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(accept, ["Un", "Deux", "Trois", "Quatre"]))
    assert len({membership.pk for membership in found}) == 1
    assert Membership.objects.count() == 1
