"""Minutes that a group publishes become an article."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from laplateforme.editorial.models import ArticlePage, SectionPage, SiteRoot
from laplateforme.groups import actions
from laplateforme.groups.enums import MinutesStatus
from laplateforme.groups.models import Minutes
from tests.factories.groups import MeetingFactory, WorkingGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(root: SiteRoot, noon: datetime, facilitator: Any) -> Minutes:
    group = WorkingGroupFactory(network=root.network, name="Trajectoires")
    meeting = MeetingFactory(group=group, number=1)
    found = actions.open_minutes(meeting=meeting, at=noon, by=facilitator)
    Minutes.objects.filter(pk=found.pk).update(
        introduction="Réunion <b>dense</b>", present="Le texte est relu.", keywords=["Accueil"],
        status=MinutesStatus.APPROVED,
    )  # fmt: skip
    return Minutes.objects.get(pk=found.pk)


def test_published_minutes_are_an_article_of_the_section_of_their_group(
    minutes: Minutes, facilitator: Any, noon: datetime, client: Client
) -> None:
    done = actions.mark_published(minutes=minutes, at=noon, by=facilitator)
    html = client.get(done.place).content.decode()
    assert "Réunion &lt;b&gt;dense&lt;/b&gt;" in html
    assert "Le texte est relu." in html
    assert "Répondre à cet article" in html
    assert SectionPage.objects.get().title == "Trajectoires"
    assert (
        "Réunion" in client.get("/mots-cles/accueil/").content.decode() or ArticlePage.objects.get().keywords.exists()
    )


def test_taken_off_the_article_goes_and_published_again_it_is_the_same(
    minutes: Minutes, facilitator: Any, noon: datetime, client: Client
) -> None:
    place = actions.mark_published(minutes=minutes, at=noon, by=facilitator).place
    actions.unpublish(minutes=minutes, at=noon, by=facilitator)
    assert client.get(place).status_code == 404
    Minutes.objects.filter(pk=minutes.pk).update(present="Le texte est signé.")
    again = actions.mark_published(minutes=Minutes.objects.get(pk=minutes.pk), at=noon, by=facilitator)
    assert again.place == place
    assert "Le texte est signé." in client.get(place).content.decode()
    assert ArticlePage.objects.count() == 1


def test_a_private_group_makes_no_article(minutes: Minutes, facilitator: Any, noon: datetime) -> None:
    group = minutes.meeting.group
    group.is_public = False
    group.save()
    done = actions.mark_published(minutes=Minutes.objects.get(pk=minutes.pk), at=noon, by=facilitator)
    assert done.place == ""
    assert not ArticlePage.objects.exists()


def test_drafts_are_not_made_articles(minutes: Minutes, facilitator: Any, noon: datetime) -> None:
    Minutes.objects.filter(pk=minutes.pk).update(status=MinutesStatus.DRAFT)
    with pytest.raises(actions.UnableToMoveMinutes):
        actions.mark_published(minutes=Minutes.objects.get(pk=minutes.pk), at=noon, by=facilitator)
    assert not ArticlePage.objects.exists()
