"""Reads of offers: facts said, and what they cost."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from laplateforme.offers import actions, queries
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.history import history_of
from laplateforme.offers.queries.words import ago, stages_words
from tests.factories.network import DeclaredLinkFactory, OrganizationFactory
from tests.factories.offers import OfferFactory, PriceStepFactory, SessionFactory
from tests.factories.places import CommuneFactory


def said(state):
    return state.kind, state.text


def test_capacity_is_a_shape_and_a_word():
    states = [
        queries.capacity_state(*one)
        for one in (("OPEN", None), ("WAITLIST", 3), ("WAITLIST", None), ("FULL", None), ("ASSESSMENT_NEEDED", None))
    ]
    assert [said(state) for state in states] == [
        ("ok", "Places disponibles"),
        ("wait", "Liste d’attente\u00a0: environ 3 semaines"),
        ("wait", "Liste d’attente"),
        ("no", "Complet pour l’instant"),
        ("plain", "À discuter d’abord"),
    ]


def test_freshness_says_who_checked_and_when(house, noon):
    offer = OfferFactory.build(organization=house.organization, checked_at=noon - timedelta(days=12))
    assert said(queries.freshness_state(offer, noon)) == ("info", "Vérifiée il y a 12 jours par Solène Arnoux")
    offer.checked_by_name = ""
    assert queries.checked_words(offer, noon) == "Vérifiée il y a 12 jours"
    assert queries.freshness_state(offer, noon + timedelta(days=300)).kind == "wait"
    assert queries.freshness_state(offer, noon + timedelta(days=900)).kind == "no"
    offer.checked_at = None
    assert said(queries.freshness_state(offer, noon)) == ("no", "Jamais vérifiée")
    assert [ago(noon - timedelta(days=days), noon) for days in (0, 1, 90)] == ["aujourd’hui", "hier", "il y a 3 mois"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"fee": "FREE"}, "Gratuit"),
        ({"fee": "PAID"}, "Payant"),
        ({"fee": "MEMBERSHIP", "fee_note": "30 € l’an"}, "Sur adhésion. 30 € l’an"),
        ({"fee": "PAID", "price_from": Decimal("12.50")}, "À partir de 12,50\u00a0€"),
        ({"fee": "PAID", "price_from": Decimal(110), "price_to": Decimal(290)}, "De 110\u00a0€ à 290\u00a0€"),
        ({"fee": "PAID", "price_from": Decimal(15), "price_to": Decimal(15)}, "15\u00a0€"),
        ({"fee": "PAID", "price_to": Decimal(15)}, "15\u00a0€"),
        (
            {"fee": "PAID", "price_from": Decimal(0), "price_to": Decimal("80.50"), "fee_note": "80,50 euros au plus"},
            "80,50 euros au plus",
        ),
        (
            {"fee": "PAID", "price_from": Decimal(8), "price_to": Decimal(12), "fee_note": "Repas à 18 euros"},
            "De 8\u00a0€ à 12\u00a0€. Repas à 18 euros",
        ),
        (
            {"fee": "PAID", "price_from": Decimal(8), "price_to": Decimal(60), "fee_note": "60 € le mois, 8 € le jour"},
            "60 € le mois, 8 € le jour",
        ),
        (
            {"fee": "PAID", "price_from": Decimal(110), "price_to": Decimal(290), "fee_note": "Prix par mois"},
            "De 110\u00a0€ à 290\u00a0€. Prix par mois",
        ),
        ({"fee": "PAID", "price_from": Decimal(0), "fee_note": "Prix libre"}, "Prix libre"),
        ({"fee": "FREE", "fee_note": "Don, sans retour"}, "Gratuit. Don, sans retour"),
    ],
)
def test_prices_are_said_in_words(values, words):
    assert queries.price_words(Offer(**values)) == words


def test_small_words(house, noon):
    offer = Offer(
        audiences=["jeunes"], stages=["IDEA", "TEST"], observed_answer_days=Decimal("2.0"), observed_answer_count=27
    )
    assert queries.audience_words(offer).lower().startswith("jeunes")
    assert queries.audience_words(Offer()) == "Tout le monde"
    assert queries.audience_words(Offer(audience_words="Équipes")) == "Équipes"
    assert queries.answer_words(offer) == "2 jours en général (27 réponses)"
    assert queries.answer_words(Offer()) == ""
    assert [verb.value for verb in queries.verbs_of(offer.stages)] == ["IMAGINE", "BUILD"]
    assert "," in stages_words(offer)


def test_a_date_over_several_days_says_both(house, noon):
    session = SessionFactory(starts_at=noon, ends_at=None)
    assert queries.session_words(session) == "lundi 23 novembre 2026, 12\u00a0h"
    session.ends_at = noon + timedelta(hours=2)
    assert queries.session_words(session) == "lundi 23 novembre 2026, de 12\u00a0h à 14\u00a0h"
    session.ends_at = noon + timedelta(days=2)
    assert queries.session_words(session) == "du lundi 23 novembre 2026 au mercredi 25 novembre 2026"


@pytest.mark.parametrize("count", [1, 3])
def test_own_offers_costs_two_queries(house, noon, count, django_assert_num_queries):
    OfferFactory.create_batch(count, organization=house.organization)
    with django_assert_num_queries(2):
        (own,) = queries.own_offers(house.manager, noon)
    assert len(own.offers) == count


def test_own_offers_puts_those_to_check_on_top(house, noon):
    archived = OfferFactory(organization=house.organization, archived=True)
    draft = OfferFactory(organization=house.organization, draft=True)
    fresh = OfferFactory(organization=house.organization)
    late = OfferFactory(organization=house.organization, aging=True)
    (own,) = queries.own_offers(house.manager, noon)
    assert [line.offer for line in own.offers] == [late, fresh, draft, archived]


@pytest.mark.parametrize("count", [1, 3])
def test_offers_to_check_costs_two_queries(house, noon, count, django_assert_num_queries):
    OfferFactory.create_batch(count, organization=house.organization, stale=True)
    with django_assert_num_queries(2):
        lines = queries.offers_to_check(house.network, noon)
    assert [line.addresses for line in lines] == [(house.manager.email,)] * count


def test_offers_to_check_shows_the_stale_first_and_who_was_asked(house, noon):
    aging = OfferFactory(organization=house.organization, aging=True, recheck_asked_at=noon - timedelta(days=1))
    stale = OfferFactory(organization=house.organization, stale=True)
    OfferFactory(organization=house.organization)
    first, second = queries.offers_to_check(house.network, noon)
    assert (first.offer, second.offer) == (stale, aging)
    assert (first.asked_recently, second.asked_recently) == (False, True)


def test_owners_are_managers_else_the_address_of_the_organization(house):
    mine = OfferFactory(organization=house.organization)
    generic = OfferFactory(organization=OrganizationFactory(email="bonjour@oursea.example"))
    nobody = OfferFactory(organization=OrganizationFactory())
    owners = queries.owners_of([mine, generic, nobody])
    assert [[owner.email for owner in owners[one.pk]] for one in (mine, generic, nobody)] == [
        [house.manager.email],
        ["bonjour@oursea.example"],
        [],
    ]


def test_possible_duplicates_forgive_accents_and_order(house):
    alike = OfferFactory(organization=house.organization, name="Atelier des comptes, à quatre équipes")
    OfferFactory(organization=house.organization, name="Prêt solidaire")
    OfferFactory(organization=house.organization, name="Atelier des comptes, à quatre équipes", archived=True)
    OfferFactory(name="Atelier des comptes, à quatre équipes")
    name = "atelier des comptes a quatre equipes"
    assert queries.possible_duplicates(house.organization, name, network=house.network) == [alike]
    assert queries.possible_duplicates(house.organization, name, network=house.network, besides=alike) == []
    neighbour = OrganizationFactory(network=house.network)
    assert queries.possible_duplicates(neighbour, name, network=house.network) == [alike]


@pytest.mark.parametrize("count", [1, 3])
def test_the_chain_costs_one_query(house, noon, count, django_assert_num_queries):
    OfferFactory.create_batch(count, organization=house.organization)
    with django_assert_num_queries(1):
        chain = queries.chain_for_public(house.network, noon)
    assert (chain.total, chain.held, chain.holes, chain.offers, chain.organizations) == (30, 1, 29, count, 1)


def test_the_chain_shows_holes_and_overlaps(house, noon):
    for number in range(3):
        OfferFactory(organization=OrganizationFactory(name=f"S{number}", network=house.network), stale=number == 2)
    OfferFactory(
        organization=house.organization, stages=["IDEA", "EMERGENCE", "FEASIBILITY", "CREATION"], functions=["FUND"]
    )
    public = queries.chain_for_public(house.network, noon)
    fine = queries.chain_for_members(house.network, noon)
    assert (len(fine.rows), len(fine.columns), fine.overlaps) == (20, 10, 1)
    (overlap,) = [cell for cell in fine.cells if cell.is_overlap]
    assert [entry.is_stale for entry in overlap.entries] == [False, False, True]
    assert overlap.overlap_words == "3 structures"
    sentences = {hole.row: hole.words for hole in queries.holes_of(public)}
    assert sentences["Financer"] == "Financer\u00a0: personne à l’étape Durer."
    assert sentences["Former"].endswith("Imaginer, Bâtir, Lancer ou Durer.")


def test_declared_links_say_who_says_so_and_whether_they_go_both_ways(house):
    other = OrganizationFactory(name="Ourséa", network=house.network)
    link = DeclaredLinkFactory(network=house.network, from_organization=house.organization, to_organization=other)
    (line,) = queries.link_lines(house.network)
    assert (line.giver, line.receiver) == ("Tramontelle", "Ourséa")
    assert [(state.kind, state.text) for state in line.states] == [("wait", "Dit par Tramontelle seulement")]
    link.said_by_receiver = True
    link.save()
    DeclaredLinkFactory(network=house.network, from_organization=other, to_organization=house.organization)
    lines = queries.link_lines(house.network)
    assert [[state.kind for state in line.states] for line in lines] == [["ok", "info"], ["wait", "info"]] or [
        [state.kind for state in line.states] for line in lines
    ] == [["wait", "info"], ["ok", "info"]]
    assert queries.link_lines(None) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_agenda_costs_one_query_and_groups_by_month(house, noon, count, django_assert_num_queries):
    offer = OfferFactory(organization=house.organization, fee="PAID", price_from=Decimal(15))
    for number in range(count):
        SessionFactory(offer=offer, starts_at=noon + timedelta(days=31 * number))
    SessionFactory(offer=offer, starts_at=noon - timedelta(days=1))
    with django_assert_num_queries(1):
        months = queries.agenda_months(queries.agenda_lines(house.network, noon))
    assert [month.title for month in months] == ["Novembre 2026", "Décembre 2026", "Janvier 2027"][:count]
    assert months[0].lines[0].note == "de 12\u00a0h à 14\u00a0h · Tramontelle · 12 rue des Tamaris · 15\u00a0€"


def test_calendar_entries_keep_their_identifier_and_count_versions(house, noon):
    session = SessionFactory(offer__organization=house.organization, starts_at=noon, ends_at=None)
    content = queries.calendar_of([session], title="Agenda", address="https://calanques.example")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["uid"]), event["sequence"]) == (f"{session.pk}@laplateforme", 1)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    assert str(event["url"]).startswith("https://calanques.example/o/")


def test_offer_page_stands_in_a_trajectory(house, noon):
    offer = OfferFactory(
        organization=house.organization,
        stages=["EMERGENCE"],
        commune=CommuneFactory(),
        units_count=3,
        max_stay_months=48,
        documents_to_bring="Une page",
    )
    before = OfferFactory(organization__network=house.network, stages=["IDEA"], name="Avant")
    linked = OrganizationFactory(name="Ourséa", network=house.network)
    DeclaredLinkFactory(network=house.network, from_organization=house.organization, to_organization=linked)
    DeclaredLinkFactory(
        network=house.network, from_organization=before.organization, to_organization=house.organization
    )
    OfferFactory(organization__network=house.network, stages=["TEST"], name="A premier")
    after = OfferFactory(organization=linked, stages=["FEASIBILITY"], name="Z dernier")
    OfferFactory(organization=linked, stages=["FEASIBILITY"], name="Zz encore")
    SessionFactory(offer=offer, places_left=0)
    SessionFactory(offer=offer, places_left=2)
    found = queries.with_page_parts(Offer.objects).get(pk=offer.pk)
    page = queries.offer_page(found, house.network, noon)
    assert [one.name for one in page.surroundings.before] == ["Avant"]
    assert [one.name for one in page.surroundings.after] == ["Z dernier", "A premier"]
    assert page.surroundings.after[0].note == "Ourséa\u00a0: nous pouvons vous présenter"
    assert [date.left.text for date in page.dates] == ["Complet", "2 places"]
    assert after.code == page.surroundings.after[0].code
    graph = json.loads(queries.structured_data(page, "https://a.example/o/x/"))["@graph"]
    assert [one["@type"] for one in graph] == ["Service", "Event", "Event"]


def test_offer_page_without_stage_or_network(house, noon):
    offer = OfferFactory(
        organization=house.organization,
        stages=[],
        coverage=[f"dep:{n:02}" for n in range(1, 9)],
        fee="PAID",
        observed_answer_count=1,
    )
    page = queries.offer_page(queries.with_page_parts(Offer.objects).get(pk=offer.pk), None, noon)
    assert (page.surroundings.verbs, page.surroundings.before) == ((), ())
    assert dict(page.details)["Territoire"].endswith("et 2 autres")
    last = OfferFactory(organization=house.organization, stages=["SCALE_UP"])
    page = queries.offer_page(queries.with_page_parts(Offer.objects).get(pk=last.pk), house.network, noon)
    assert (page.surroundings.after_verb, page.surroundings.after) == (None, ())


def test_text_of_a_member_cannot_close_the_data_block(house, noon):
    offer = OfferFactory(organization=house.organization, name="</script><script>alert(1)</script>", fee="PAID")
    page = queries.offer_page(queries.with_page_parts(Offer.objects).get(pk=offer.pk), house.network, noon)
    text = queries.structured_data(page, "https://a.example")
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["name"] == offer.name


def test_price_steps_read_as_periods():
    steps = [PriceStepFactory.build(offer=Offer(), from_month=month) for month in (1, 13, 14)]
    assert [line.when for line in queries.step_lines(steps, 48)] == [
        "Du mois 1 au mois 12",
        "Mois 13",
        "Du mois 14 au mois 48",
    ]
    assert queries.step_lines(steps[:1])[0].when == "À partir du mois 1"


def test_history_says_who_changed_what_in_words(house, noon):
    commune = CommuneFactory()
    offer = actions.create_offer(organization=house.organization, values={"name": "Un"}, by=house.manager, at=noon)
    changes = {
        "name": "Deux",
        "stages": ["IDEA"],
        "coverage": ["dep:13"],
        "commune": commune,
        "fee": "PAID",
        "price_from": Decimal(5),
        "units_count": 3,
    }
    actions.edit_offer(offer=offer, values=changes, by=house.facilitator, at=noon)
    actions.set_sessions(offer=offer, sessions=[], by=house.manager, at=noon)
    actions.set_price_steps(offer=offer, price_steps=[], by=house.manager, at=noon)
    actions.set_capacity(offer=offer, capacity="FULL", at=noon)
    actions.confirm_unchanged(offer=offer, at=noon)
    lines = history_of(offer)
    assert [line.deed for line in lines] == [
        "Vérification\u00a0: rien n’a changé",
        "Modification",
        "Prix selon le mois du séjour modifiés",
        "Dates modifiées",
        "Modification",
        "Première version",
    ]
    assert [line.who for line in lines][3:] == ["Solène Arnoux", "Nora Delmas", "Solène Arnoux"]
    assert lines[0].who == "La structure, par le lien reçu par courriel"
    changed = {change.label: (change.before, change.after) for change in lines[4].changes}
    assert changed["Nom"] == ("Un", "Deux")
    assert changed["Territoire"] == ("", "Bouches-du-Rhône")
    assert changed["Commune"] == ("", "Aubagne")
    assert changed["Prix le plus bas"] == ("", "5\u00a0€")
