"""Key questions: what everybody reads, what facilitators write."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from laplateforme.core.search import SearchRequest, rebuild, search
from laplateforme.guidance import actions
from laplateforme.guidance.models import KeyQuestion
from laplateforme.guidance.queries.bank import responding_offers
from tests.factories.guidance import AskedQuestionFactory, KeyQuestionFactory, PublishedOfferFactory, client_of, room

pytestmark = pytest.mark.django_db
FILLED = {"text": "Comment payer un loyer au début ?", "theme": "PREMISES", "stage": "", "is_published": "on"}


@pytest.fixture
def here():
    return room()


def address(here, name, *args):
    return f"/r/{here.network.slug}{reverse(name, args=args)}"


def picture(size=(40, 30), form="JPEG", **options):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def test_create_key_question_is_found_under_its_words(here, noon):
    question = actions.create_key_question(
        network=here.network, at=noon, by=here.facilitator,
        values={"text": "Qui relit nos statuts ?", "theme": "LEGAL", "lay_words": ["paperasse"]},
    )  # fmt: skip
    assert question.slug == "qui-relit-nos-statuts"
    rebuild()
    hits = search(SearchRequest(text="paperasse", kinds=("key_question",), network=str(here.network.pk))).hits
    assert [hit.key for hit in hits] == [str(question.pk)]


def test_two_questions_of_the_same_words_have_two_addresses(here, noon):
    slugs = [
        actions.create_key_question(network=here.network, at=noon, values={"text": "Et après ?", "theme": "LEGAL"}).slug
        for _ in range(2)
    ]
    assert slugs == ["et-apres", "et-apres-2"]


def test_a_withdrawn_question_is_no_longer_found(here, noon):
    question = KeyQuestionFactory(network=here.network)
    rebuild()
    actions.publish_key_question(question=question, is_published=False, by=here.facilitator, at=noon)
    hits = search(SearchRequest(kinds=("key_question",), network=str(here.network.pk))).hits
    assert client_of(None).get(address(here, "guidance:key_question", question.slug)).status_code == 404
    assert hits == ()


def test_questions_move_one_place(here, noon):
    first, second, third = (KeyQuestionFactory(network=here.network, position=number) for number in (1, 2, 3))
    actions.move_key_question(question=third, up=True, by=here.facilitator, at=noon)
    assert list(KeyQuestion.objects.order_by("position")) == [first, third, second]
    with pytest.raises(actions.UnableToMoveQuestion):
        actions.move_key_question(question=first, up=True, by=here.facilitator, at=noon)


def test_offers_chosen_by_hand_come_before_those_found(here):
    by_hand = PublishedOfferFactory(organization=here.neighbor, name="Autre chose", themes=["CASH"])
    PublishedOfferFactory.create_batch(8, organization=here.organization)
    question = KeyQuestionFactory(network=here.network, text="Qui relit nos statuts ?")
    question.offers.add(by_hand)
    rebuild()
    cards = responding_offers(question, here.network, timezone.now())
    assert cards[0].name == "Autre chose"
    assert len(cards) == len({card.code for card in cards}) == 6


def test_an_offer_chosen_by_hand_and_found_as_well_stands_once_under_its_choice(here):
    chosen, found = PublishedOfferFactory.create_batch(2, organization=here.organization)
    question = KeyQuestionFactory(network=here.network, text="Qui relit nos statuts ?")
    question.offers.add(chosen)
    rebuild()
    cards = responding_offers(question, here.network, timezone.now())
    assert [card.code for card in cards] == [chosen.code, found.code]
    assert cards[0].reason == "Choisie par le réseau pour cette question."


def test_the_page_of_a_question_leads_to_its_route(here):
    question = KeyQuestionFactory(network=here.network, figure="3 sur 4 : une figure.")
    rebuild()
    said = client_of(None).get(address(here, "guidance:key_question", question.slug)).content.decode()
    assert f"?question={question.slug}&amp;theme=LEGAL" in said
    assert "3 sur 4" in said


def test_a_picture_is_drawn_again_without_its_place(here, noon):
    exif = Image.Exif()
    exif[0x010F] = "Machine secrète"
    question = actions.create_key_question(
        network=here.network, at=noon, picture=picture((3000, 200), exif=exif),
        values={"text": "Voir ?", "theme": "LEGAL", "picture_alt": "Un carré"},
    )  # fmt: skip
    with Image.open(question.picture) as kept:
        assert (kept.format, kept.width, dict(kept.getexif())) == ("WEBP", 1200, {})
    answer = client_of(None).get(address(here, "guidance:key_question_picture", question.slug))
    assert answer.headers["Content-Type"] == "image/webp"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=alert(1)>", picture()[:60], picture(form="BMP")])
def test_what_is_not_a_picture_is_refused_in_words(here, content):
    file = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
    answer = client_of(here.facilitator).post(
        address(here, "guidance:new_key_question"), {**FILLED, "picture": file, "picture_alt": "Un carré"}
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["picture"]
    assert KeyQuestion.objects.count() == 0


def test_a_picture_without_words_is_refused(here):
    file = SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")
    answer = client_of(here.facilitator).post(address(here, "guidance:new_key_question"), {**FILLED, "picture": file})
    assert list(answer.context["form"].errors) == ["picture_alt"]


def test_a_facilitator_writes_and_links(here):
    offer = PublishedOfferFactory(organization=here.organization, name="Trouver un local")
    rebuild()
    client = client_of(here.facilitator)
    looked = client.post(address(here, "guidance:new_key_question"), {**FILLED, "words": "local", "find": "1"})
    assert looked.context["form"]["text"].value() == FILLED["text"]
    assert [key for key, _label in looked.context["form"].fields["offers"].choices] == [str(offer.pk)]
    assert KeyQuestion.objects.count() == 0
    client.post(address(here, "guidance:new_key_question"), {**FILLED, "offers": [offer.pk]})
    assert list(KeyQuestion.objects.get().offers.all()) == [offer]


def test_two_people_editing_see_both_versions(here):
    question = KeyQuestionFactory(network=here.network)
    client = client_of(here.facilitator)
    form = client.get(address(here, "guidance:edit_key_question", question.pk)).context["form"]
    body = {**FILLED, "version": form["version"].value()}
    assert client.post(address(here, "guidance:edit_key_question", question.pk), body).status_code == 302
    answer = client.post(address(here, "guidance:edit_key_question", question.pk), {**body, "text": "Autrement ?"})
    assert answer.status_code == 409
    question.refresh_from_db()
    assert question.text == FILLED["text"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": ""}, "text"), ({"text": "x" * 201}, "text"), ({"theme": "NOPE"}, "theme"), ({"stage": "NOPE"}, "stage"),
     ({"offers": ["nope"]}, "offers"), ({"short_answer": "x" * 1501}, "short_answer")],
)  # fmt: skip
def test_odd_questions_are_refused_in_words(here, changes, field):
    answer = client_of(here.facilitator).post(address(here, "guidance:new_key_question"), {**FILLED, **changes})
    assert list(answer.context["form"].errors) == [field]
    assert KeyQuestion.objects.count() == 0


def test_what_people_asked_starts_a_question(here):
    AskedQuestionFactory.create_batch(3, network=here.network, asked_date=timezone.localdate())
    client = client_of(here.facilitator)
    bank = client.get(address(here, "guidance:bank"))
    assert [group.count for group in bank.context["asked"]] == [3]
    form = client.get(address(here, "guidance:new_key_question"), {"de": "cher local"}).context["form"]
    assert (form["text"].value(), form["theme"].value()) == ("Comment trouver un local pas cher", "PREMISES")
    assert (
        client.get(address(here, "guidance:new_key_question"), {"de": "autre"}).context["form"]["text"].value() is None
    )


@pytest.mark.parametrize("name", ["guidance:bank", "guidance:new_key_question"])
@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 200), ("adviser", 404), ("ambassador", 404), ("stranger", 404)]
)
def test_who_keeps_the_bank(here, name, who, status):
    assert client_of(getattr(here, who)).get(address(here, name)).status_code == status


def test_the_bank_publishes_withdraws_and_refuses_the_rest(here):
    question = KeyQuestionFactory(network=here.network)
    client = client_of(here.facilitator)
    client.post(address(here, "guidance:bank"), {"question": question.pk, "deed": "withdraw"})
    question.refresh_from_db()
    assert not question.is_published
    assert client.post(address(here, "guidance:bank"), {"question": question.pk, "deed": "burn"}).status_code == 403
    assert client.post(address(here, "guidance:bank"), {"question": "nope", "deed": "publish"}).status_code == 404


def test_the_bank_costs_the_same_with_one_and_three(here):
    client = client_of(here.facilitator)
    client.get(address(here, "guidance:bank"))
    costs = []
    for more in (1, 2):
        KeyQuestionFactory.create_batch(more, network=here.network)
        client.get(address(here, "guidance:bank"))
        with CaptureQueriesContext(connection) as counted:
            client.get(address(here, "guidance:bank"))
        costs.append(len(counted))
    assert costs[0] == costs[1]
