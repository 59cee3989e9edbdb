"""Deeds about offers: what they do, what they refuse, whom they tell."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from laplateforme.core.models import JournalEntry, OutgoingMail, SearchChange
from laplateforme.core.versions import StaleVersion
from laplateforme.offers import actions
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from tests.factories.network import OrganizationFactory
from tests.factories.offers import OfferFactory, PriceStepFactory, SessionFactory
from tests.factories.places import CommuneFactory

COMPLETE = {
    "name": " Décider\u202e à plusieurs ",
    "summary": "Cinq séances.",
    "stages": ["TEST", "IDEA"],
    "functions": ["TRAIN"],
    "coverage": ["all"],
    "contact_phone": "04 65 71 12 40",
}


def create(house, at, **changes):
    return actions.create_offer(
        organization=house.organization, values={**COMPLETE, **changes}, by=house.manager, at=at
    )


def test_create_offer_keeps_a_draft_vouched_for_by_its_writer(house, noon):
    offer = create(house, noon)
    offer.refresh_from_db()
    assert (offer.name, offer.status, offer.stages) == ("Décider à plusieurs", OfferStatus.DRAFT, ["IDEA", "TEST"])
    assert (offer.checked_at, offer.checked_by_name) == (noon, "Solène Arnoux")
    assert list(SearchChange.objects.values_list("kind", "key")) == [("offer", str(offer.pk))]
    assert offer.history.get().history_user == house.manager


def test_create_offer_keeps_the_code_that_is_already_printed(house, noon):
    offer = actions.create_offer(
        organization=house.organization,
        values=COMPLETE,
        by=house.manager,
        at=noon,
        code="n5mh",
        sessions=[actions.SessionValues(starts_at=noon + timedelta(days=1), place="Ici")],
        price_steps=[actions.PriceStepValues(1, Decimal("110"), "par mois")],
    )
    assert offer.code == "n5mh"
    assert (offer.sessions.get().place, offer.price_steps.get().amount) == ("Ici", Decimal("110"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a" * 161}, "name"),
        ({"stages": ["FLY"]}, "stages"),
        ({"coverage": ["dep:99"]}, "coverage"),
        ({"contact_email": "no"}, "contact_email"),
        ({"fee": "PAID", "price_from": Decimal(20), "price_to": Decimal(10)}, "price_to"),
        ({"capacity": "SOON"}, "capacity"),
        ({"capacity": "WAITLIST", "waitlist_weeks": 200}, "waitlist_weeks"),
        ({"recheck_months": 2}, "recheck_months"),
    ],
)
def test_create_offer_refuses_a_value_beside_its_field(house, noon, values, field):
    with pytest.raises(actions.UnableToSaveOffer) as refusal:
        create(house, noon, **values)
    assert list(refusal.value.errors) == [field]
    assert Offer.objects.count() == 0


def test_create_offer_takes_no_field_that_has_its_own_deed(house, noon):
    with pytest.raises(TypeError):
        create(house, noon, status="published")


def test_everybody_stands_alone_and_free_has_no_price(house, noon):
    offer = create(
        house,
        noon,
        audiences=["jeunes", "tous-publics"],
        fee="FREE",
        price_from=Decimal(3),
        waitlist_weeks=3,
        lay_words=[" épicerie ", "épicerie", ""],
    )
    assert (offer.audiences, offer.price_from, offer.waitlist_weeks) == (["tous-publics"], None, None)
    assert offer.lay_words == ["épicerie"]


def test_edit_offer_goes_one_version_up_and_says_who(house, noon):
    offer = OfferFactory(organization=house.organization, recheck_asked_at=noon)
    PriceStepFactory(offer=offer)
    edited = actions.edit_offer(
        offer=offer,
        values={"name": "Autre nom"},
        by=house.facilitator,
        at=noon,
        expected=1,
        sessions=[],
        price_steps=[],
    )
    assert (edited.name, edited.version, edited.checked_by_name) == ("Autre nom", 2, "Nora Delmas")
    assert (edited.recheck_asked_at, edited.price_steps.count()) == (None, 0)
    assert edited.history.first().history_user == house.facilitator


def test_edit_offer_by_the_mailed_link_names_the_organization(house, noon):
    offer = OfferFactory(organization=house.organization)
    edited = actions.edit_offer(offer=offer, values={"summary": "Neuf."}, by=None, at=noon)
    assert edited.checked_by_name == "Tramontelle"
    assert edited.history.first().history_change_reason == "by link"


def test_edit_offer_refuses_to_overwrite_a_colleague(house, noon):
    offer = OfferFactory(organization=house.organization)
    actions.edit_offer(offer=offer, values={"name": "Le sien"}, by=house.facilitator, at=noon, expected=1)
    with pytest.raises(StaleVersion) as stale:
        actions.edit_offer(offer=offer, values={"name": "Le mien"}, by=house.manager, at=noon, expected=1)
    assert stale.value.current.name == "Le sien"
    offer.refresh_from_db()
    assert offer.name == "Le sien"


def test_publish_offer_asks_for_what_people_need(house, noon):
    offer = create(house, noon, summary="", stages=[], functions=[], coverage=[], contact_phone="")
    with pytest.raises(actions.UnableToMoveOffer) as refusal:
        actions.publish_offer(offer=offer, by=house.manager, at=noon)
    assert len(refusal.value.missing) == 5
    offer.refresh_from_db()
    assert offer.status == OfferStatus.DRAFT


def test_the_life_of_an_offer(house, noon):
    offer = create(house, noon)
    offer = actions.publish_offer(offer=offer, by=house.manager, at=noon)
    assert (offer.status, offer.version) == (OfferStatus.PUBLISHED, 2)
    assert actions.publish_offer(offer=offer, by=house.manager, at=noon).version == 2
    offer = actions.archive_offer(offer=offer, by=house.manager, at=noon)
    with pytest.raises(actions.UnableToMoveOffer):
        actions.publish_offer(offer=offer, by=house.manager, at=noon)
    offer = actions.unpublish_offer(offer=offer, by=house.manager, at=noon)
    assert offer.status == OfferStatus.DRAFT


def test_confirm_unchanged_dates_the_check_without_a_new_version(house, noon):
    offer = OfferFactory(organization=house.organization, stale=True, recheck_asked_at=noon)
    actions.confirm_unchanged(offer=offer, at=noon)
    offer.refresh_from_db()
    assert (offer.checked_at, offer.checked_by_name, offer.version) == (noon, "Tramontelle", 1)
    assert offer.recheck_asked_at is None
    named = actions.confirm_unchanged(offer=offer, at=noon, by=house.manager, name="Karim")
    assert named.checked_by_name == "Karim"


def test_set_capacity_says_the_weeks_of_a_waiting_list_only(house, noon):
    offer = OfferFactory(organization=house.organization)
    waiting = actions.set_capacity(offer=offer, capacity="WAITLIST", weeks=6, at=noon, by=house.manager)
    assert (waiting.waitlist_weeks, waiting.capacity_at, waiting.version) == (6, noon, 2)
    assert actions.set_capacity(offer=offer, capacity="FULL", weeks=6, at=noon).waitlist_weeks is None
    with pytest.raises(actions.UnableToSaveOffer):
        actions.set_capacity(offer=offer, capacity="MAYBE", at=noon)


def test_set_sessions_keeps_the_past_and_what_did_not_change(house, noon):
    offer = OfferFactory(organization=house.organization)
    past = SessionFactory(offer=offer, starts_at=noon - timedelta(days=3))
    same, moved, gone = SessionFactory.create_batch(3, offer=offer)
    town = CommuneFactory()
    actions.set_sessions(
        offer=offer,
        by=house.manager,
        at=noon,
        sessions=[
            actions.SessionValues(same.starts_at, same.ends_at, same.place, id=same.pk),
            actions.SessionValues(moved.starts_at, None, "Ailleurs", commune=town, places_left=4, id=moved.pk),
            actions.SessionValues(noon + timedelta(days=9)),
        ],
    )
    kept = {session.pk: session for session in offer.sessions.all()}
    assert (len(kept), past.pk in kept, gone.pk in kept) == (4, True, False)
    assert (kept[same.pk].version, kept[moved.pk].version, kept[moved.pk].commune) == (1, 2, town)
    offer.refresh_from_db()
    assert offer.version == 2


def test_set_sessions_refuses_what_cannot_be(house, noon):
    offer, other = OfferFactory(organization=house.organization), SessionFactory()
    later = noon + timedelta(days=1)
    for wrong in (
        [actions.SessionValues(later, id=other.pk)],
        [actions.SessionValues(later, id=uuid4())],
        [actions.SessionValues(later, noon)],
        [actions.SessionValues(later, url="javascript:alert(1)")],
        [actions.SessionValues(later)] * 61,
    ):
        with pytest.raises(actions.UnableToSaveOffer) as refusal:
            actions.set_sessions(offer=offer, sessions=wrong, by=house.manager, at=noon)
        assert list(refusal.value.errors) == ["sessions"]
    offer.refresh_from_db()
    assert (offer.version, offer.sessions.count()) == (1, 0)


def test_set_price_steps_replaces_them_in_order(house, noon):
    offer = PriceStepFactory().offer
    steps = [actions.PriceStepValues(13, Decimal(160)), actions.PriceStepValues(1, Decimal(110), "par mois")]
    actions.set_price_steps(offer=offer, price_steps=steps, by=house.manager, at=noon)
    found = list(offer.price_steps.order_by("from_month").values_list("from_month", "amount"))
    assert found == [(1, Decimal(110)), (13, Decimal(160))]
    for wrong in ([steps[0], steps[0]], steps * 7, [actions.PriceStepValues(1, Decimal("1e9"))]):
        with pytest.raises(actions.UnableToSaveOffer):
            actions.set_price_steps(offer=offer, price_steps=wrong, by=house.manager, at=noon)


def test_record_answer_time_keeps_the_median_and_its_number(house, noon):
    offer = OfferFactory(organization=house.organization)
    actions.record_answer_time(offer=offer, days=[2, Decimal("9"), 3.5], at=noon)
    assert (offer.observed_answer_days, offer.observed_answer_count) == (Decimal("3.5"), 3)
    assert (offer.history.count(), offer.version) == (1, 1)
    assert actions.record_answer_time(offer=offer, days=[], at=noon).observed_answer_days is None
    with pytest.raises(ValueError, match="before its question"):
        actions.record_answer_time(offer=offer, days=[-1], at=noon)


def test_ask_recheck_mails_the_managers_once_a_week(house, noon, run_tasks, mailoutbox):
    offer = OfferFactory(organization=house.organization, stale=True)
    actions.ask_recheck(offer=offer, at=noon)
    with pytest.raises(actions.UnableToAskRecheck):
        actions.ask_recheck(offer=offer, at=noon + timedelta(days=6))
    actions.ask_recheck(offer=offer, at=noon + timedelta(days=6), by=house.facilitator, is_chased=True)
    with pytest.raises(actions.UnableToAskRecheck):
        actions.ask_recheck(offer=offer, at=noon + timedelta(days=6, hours=1), is_chased=True)
    assert mailoutbox == []
    assert run_tasks() == 2
    assert [mail.to for mail in mailoutbox] == [[house.manager.email]] * 2
    assert "/r/calanques/verifier/" in mailoutbox[0].body
    assert [entry.verb for entry in JournalEntry.objects.filter(verb="offers.chase")] == ["offers.chase"]


def test_ask_recheck_needs_an_address_and_a_network(house, noon):
    silent = OfferFactory(organization__network=house.network, stale=True)
    with pytest.raises(actions.UnableToAskRecheck):
        actions.ask_recheck(offer=silent, at=noon)
    alone = OfferFactory(organization=OrganizationFactory(email="seule@structure.example"), stale=True)
    with pytest.raises(actions.UnableToAskRecheck):
        actions.ask_recheck(offer=alone, at=noon)
    assert OutgoingMail.objects.count() == 0


def test_chase_stale_asks_everybody_in_one_deed(house, noon):
    late = OfferFactory.create_batch(2, organization=house.organization, stale=True)
    asked = OfferFactory(organization=house.organization, aging=True, recheck_asked_at=noon - timedelta(hours=1))
    silent = OfferFactory(organization__network=house.network, stale=True)
    OfferFactory(organization=house.organization)
    elsewhere = OfferFactory(organization__network=None, stale=True)
    chase = actions.chase_stale(network=house.network, by=house.facilitator, at=noon)
    assert chase == actions.Chase(asked=2, asked_before=1, without_address=1)
    assert OutgoingMail.objects.count() == 2
    for one in (*late, asked, silent, elsewhere):
        one.refresh_from_db()
    assert [one.recheck_asked_at == noon for one in (*late, asked, silent, elsewhere)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    again = actions.chase_stale(network=house.network, by=house.facilitator, at=noon, offers=late)
    assert again == actions.Chase(asked=0, asked_before=2, without_address=0)


def test_ask_due_rechecks_leaves_the_fresh_and_those_asked_this_week(house, noon):
    OfferFactory(organization=house.organization, aging=True)
    OfferFactory(organization=house.organization)
    OfferFactory(organization=house.organization, draft=True, stale=True)
    OfferFactory(organization=house.organization, stale=True, recheck_asked_at=noon - timedelta(days=2))
    OfferFactory(organization__network=house.network, stale=True)
    assert actions.ask_due_rechecks(at=noon) == 1
    assert actions.ask_due_rechecks(at=noon) == 0


def test_renew_recheck_link_writes_to_the_owners_and_says_nothing(house, noon):
    offer = OfferFactory(organization=house.organization)
    actions.renew_recheck_link(offer_id=offer.pk, at=noon)
    actions.renew_recheck_link(offer_id=offer.pk, at=noon)
    actions.renew_recheck_link(offer_id=uuid4(), at=noon)
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [house.manager.email]


def test_report_error_reaches_the_owners_and_keeps_nothing_else(house, noon):
    offer = OfferFactory(organization=house.organization)
    assert actions.report_error(offer=offer, message="Le numéro\nest faux.", reply_to="a@b.example", at=noon) == 1
    mail = OutgoingMail.objects.get()
    assert "> Le numéro\n> est faux." in mail.text
    assert "a@b.example" in mail.text
    assert "\n" not in mail.subject


def test_report_error_falls_back_on_the_network(house, noon):
    house.network.email = "animation@calanques.example"
    house.network.save()
    silent = OfferFactory(organization__network=house.network)
    assert actions.report_error(offer=silent, message="Faux.", at=noon) == 0
    assert OutgoingMail.objects.get().to == "animation@calanques.example"
    house.network.email = ""
    house.network.save()
    assert actions.report_error(offer=silent, message="Faux.", at=noon) == 0
    assert actions.report_error(offer=OfferFactory(), message="Faux.", at=noon) == 0
    assert OutgoingMail.objects.count() == 1
