"""What people say about a key question or an offer: who may, what is shown, what a machine does not get through."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.forum.actions import close_topic, publish_post
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Post, Topic
from laplateforme.guidance.actions import thread_of_question
from laplateforme.guidance.models import KeyQuestion, QuestionThread
from laplateforme.network.models import Network, Participation
from laplateforme.offers.actions import thread_of_offer
from laplateforme.offers.models import Offer, OfferThread
from laplateforme.vocabulary.enums import Role
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory
from tests.factories.network import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db
LEISURE = timedelta(minutes=2)


@pytest.fixture
def network() -> Network:
    return NetworkFactory(slug="calanques")


@pytest.fixture(params=["question", "offer"])
def thing(request: Any, network: Network) -> KeyQuestion | Offer:
    if request.param == "question":
        return KeyQuestionFactory(network=network)
    return PublishedOfferFactory(organization__network=network)


def page_of(thing: Any) -> str:
    return str(thing.get_absolute_url())


def sent(client: Client, thing: Any, text: str, *, after: timedelta = LEISURE, **more: str) -> Any:
    """The form opened, then sent `after` some time."""
    address = f"{page_of(thing)}reagir/"
    with time_machine.travel(timezone.now() - after, tick=False):
        form = client.get(address).context["form"]
    drawn = {"idempotency_key": form["idempotency_key"].value(), "drawn": form["drawn"].value()}
    return client.post(address, {"text": text, **drawn, **more})


def test_a_colleague_reacts_and_the_kept_page_shows_it_at_once(client: Client, network: Network, thing: Any) -> None:
    stranger = Client()
    assert "Qu’en pensez-vous" in stranger.get(page_of(thing)).content.decode()
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    assert sent(client, thing, "Chez nous, 3 < 4 semaines.").headers["Location"] == f"{page_of(thing)}#fil"
    html = stranger.get(page_of(thing)).content.decode()
    assert "Chez nous, 3 &lt; 4 semaines." in html
    assert "csrfmiddlewaretoken" not in html


def test_a_first_message_waits_for_a_moderator(client: Client, network: Network, thing: Any, noon: datetime) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.HOLDER).user)
    sent(client, thing, "Première fois ici.")
    post = Post.objects.get()
    assert post.status == PostStatus.HELD
    assert "Première fois ici" not in Client().get(page_of(thing)).content.decode()
    facilitator = MembershipFactory(network=network, role=Role.FACILITATOR).user
    publish_post(post=post, by=facilitator, at=noon)
    assert "Première fois ici" in Client().get(page_of(thing)).content.decode()
    assert post.topic.get_absolute_url() == page_of(thing)


def test_somebody_without_an_account_confirms_by_mail(client: Client, thing: Any) -> None:
    sent(client, thing, "Bonjour.", name="Hélène", email="helene@example.org")
    assert Post.objects.get().status == PostStatus.UNCONFIRMED


def test_what_is_not_public_takes_no_message(client: Client, thing: Any) -> None:
    address = f"{page_of(thing)}reagir/"
    assert client.get(address).status_code == 200
    if isinstance(thing, KeyQuestion):
        KeyQuestion.objects.filter(pk=thing.pk).update(is_published=False)
    else:
        Offer.objects.filter(pk=thing.pk).update(status="draft")
    for method in (client.get, client.post):
        assert method(address).status_code == 404
    assert Topic.objects.count() == 0


def test_in_another_network_there_is_no_such_thread(client: Client, thing: Any) -> None:
    NetworkFactory(slug="restanques")
    assert client.get(f"/r/restanques{page_of(thing)}reagir/").status_code == 404


def test_a_closed_thread_stays_readable_and_takes_nothing(client: Client, network: Network, thing: Any) -> None:
    user = MembershipFactory(network=network, role=Role.FACILITATOR).user
    client.force_login(user)
    sent(client, thing, "Dit une fois.")
    close_topic(topic=Topic.objects.get(), by=user, at=timezone.now())
    assert client.get(f"{page_of(thing)}reagir/").status_code == 404
    assert "Dit une fois." in client.get(page_of(thing)).content.decode()


def test_an_offer_of_two_networks_has_a_thread_in_each(network: Network, noon: datetime) -> None:
    offer, other = PublishedOfferFactory(organization__network=network), NetworkFactory(slug="restanques")
    Participation.objects.create(network=other, organization=offer.organization)
    here = thread_of_offer(offer=offer, network=network, at=noon)
    there = thread_of_offer(offer=offer, network=other, at=noon)
    assert here != there
    assert thread_of_offer(offer=offer, network=network, at=noon) == here
    assert OfferThread.objects.count() == 2


def test_a_question_has_one_thread(network: Network, noon: datetime) -> None:
    question = KeyQuestionFactory(network=network)
    assert thread_of_question(question=question, at=noon) == thread_of_question(question=question, at=noon)
    assert QuestionThread.objects.count() == Topic.objects.count() == 1


def test_a_reaction_is_read_to_report_it_while_its_thing_is_public(
    client: Client, network: Network, thing: Any
) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    sent(client, thing, "Un mot.")
    client.force_login(MembershipFactory(network=network, role=Role.FUNDER).user)
    report = reverse("forum:report", args=[Post.objects.get().pk])
    assert "Un mot." in client.get(report).content.decode()
    hidden = {"is_published": False} if isinstance(thing, KeyQuestion) else {"status": "draft"}
    type(thing).objects.filter(pk=thing.pk).update(**hidden)
    assert client.get(report).status_code == 404


# ---------------------------------------------------------------- machines


def test_a_machine_that_fills_the_hidden_field_is_kept_nowhere(client: Client, network: Network, thing: Any) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    response = sent(client, thing, "Achetez.", website="https://spam.example")
    assert response.status_code == 302  # it is told nothing
    assert Post.objects.count() == 0


def test_a_machine_that_answers_at_once_is_asked_for_work_then_held(
    client: Client, network: Network, thing: Any
) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    first = sent(client, thing, "Vite fait.", after=timedelta(0))
    assert first.status_code == 200
    assert Post.objects.count() == 0
    form = first.context["form"]
    again = {name: form[name].value() or "" for name in ("idempotency_key", "drawn", "challenge")}
    client.post(f"{page_of(thing)}reagir/", {"text": "Vite fait.", **again})
    assert Post.objects.get().status == PostStatus.HELD


def test_an_honest_person_who_writes_quickly_passes(client: Client, network: Network, thing: Any) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    sent(client, thing, "Oui.", after=timedelta(seconds=6))
    assert Post.objects.get().status == PostStatus.PUBLISHED


def test_a_forged_moment_is_no_moment(client: Client, network: Network, thing: Any) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    sent(client, thing, "Bonjour.", drawn="1:forged")
    assert Post.objects.count() == 0


def test_the_pages_have_their_addresses() -> None:
    assert reverse("guidance:react", args=["x"]) == "/questions/x/reagir/"
    assert reverse("offers:react", args=["x"]) == "/offres/x/reagir/"
