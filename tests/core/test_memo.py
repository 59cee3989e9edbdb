"""What a page asks several times is asked once, and nothing of it outlives the page."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from laplateforme.core.memo import once_a_page, while_reading
from laplateforme.network.models import Membership
from laplateforme.network.rules import roles_in
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory


def numbers() -> Iterator[int]:
    yield from range(100)


def test_asked_once_while_a_page_is_read_and_each_time_elsewhere() -> None:
    count = numbers()
    assert [once_a_page("a", lambda: next(count)) for _ in range(2)] == [0, 1]
    with while_reading():
        assert [once_a_page("a", lambda: next(count)) for _ in range(2)] == [2, 2]
        assert once_a_page("b", lambda: next(count)) == 3
    with while_reading():
        assert once_a_page("a", lambda: next(count)) == 4
    assert once_a_page("a", lambda: next(count)) == 5


@pytest.mark.django_db
def test_a_role_is_asked_once_a_page_and_a_lost_one_acts_at_the_next() -> None:
    member = MembershipFactory(role=Role.FACILITATOR)
    client, page = Client(), f"/r/{member.network.slug}/etat/"
    client.force_login(member.user)
    session = client.session
    session["second_factor_passed"] = True
    session.save()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    roles = [one["sql"] for one in seen if 'SELECT "network_membership"."role"' in one["sql"]]
    assert len([sql for sql in roles if '"network_membership"."network_id" =' in sql]) == 1
    Membership.objects.filter(pk=member.pk).update(is_active=False)
    assert roles_in(member.user, member.network) == frozenset()
    assert client.get(page).status_code != 200
