"""Each page met by the right person, a colleague with fewer rights, a stranger, and nobody."""

import pytest

from laplateforme.core.signing import sign_link
from laplateforme.network.emails import INVITATION
from tests.factories.network import (
    DeclaredLinkFactory,
    DutyPersonFactory,
    InvitationFactory,
    MembershipFactory,
    OrganizationFactory,
    PracticeCardFactory,
    PracticeCommentFactory,
    PracticeVersionFactory,
)

HERE = "/r/calanques"
# page → status for facilitator, manager, ambassador, colleague, stranger, nobody
PAGES = {
    "/structures/": (200, 200, 200, 200, 200, 200),
    "/structures/nouvelle/": (200, 404, 404, 404, 404, 302),
    "/structures/maison-ravelle/": (200, 200, 200, 200, 200, 200),
    "/structures/maison-ravelle/modifier/": (200, 200, 404, 404, 404, 302),
    "/structures/maison-ravelle/logo/": (404, 404, 404, 404, 404, 404),
    "/pratiques/": (200, 200, 200, 200, 200, 200),
    "/pratiques/maison-ravelle/WELCOME/modifier/": (200, 200, 404, 404, 404, 302),
    "/pratiques/maison-ravelle/NONSENSE/modifier/": (404, 404, 404, 404, 404, 302),
    "/liens/": (200, 200, 200, 200, 200, 200),
    "/texte-commun/": (200, 200, 200, 200, 200, 200),
    "/permanence/": (200, 200, 200, 200, 404, 302),
    "/membres/": (200, 200, 200, 200, 404, 302),
    "/membres/inviter/": (200, 200, 404, 200, 404, 302),
    "/reglages/": (200, 404, 404, 404, 404, 302),
    "/le-reseau/": (200, 200, 200, 200, 200, 200),
}
ACTORS = ("facilitator", "manager", "ambassador", "colleague", "stranger", None)


@pytest.mark.parametrize("page", PAGES)
def test_page_answers_each_person_by_right(world, as_person, page):
    answers = tuple(
        as_person(getattr(world, actor) if actor else None).get(f"{HERE}{page}").status_code for actor in ACTORS
    )
    assert answers == PAGES[page]


def test_duty_turn_is_edited_by_facilitators_only(world, as_person):
    turn = DutyPersonFactory(network=world.network, organization=world.organization)
    answers = [
        as_person(getattr(world, actor) if actor else None).get(f"{HERE}/permanence/{turn.pk}/").status_code
        for actor in ACTORS
    ]
    assert answers == [200, 404, 404, 404, 404, 302]


def test_role_is_closed_by_those_who_could_give_it(world, as_person):
    membership = MembershipFactory(network=world.network, organization=world.organization, role="ADVISER")
    answers = [
        as_person(getattr(world, actor) if actor else None).get(f"{HERE}/membres/{membership.pk}/fermer/").status_code
        for actor in ACTORS
    ]
    assert answers == [200, 200, 404, 404, 404, 302]


def test_practice_card_shows_comments_to_members_only(world, as_person):
    card = PracticeCardFactory(organization=world.organization)
    PracticeVersionFactory(card=card, collective="Nous recevons des équipes.")
    PracticeCommentFactory(card=card, text="Mot entre collègues")
    seen = [
        "Mot entre collègues"
        in as_person(getattr(world, actor) if actor else None).get(f"{HERE}/pratiques/{card.pk}/").text
        for actor in ACTORS
    ]
    assert seen == [True, True, True, True, False, False]


def test_practice_card_of_another_network_does_not_exist_here(world, as_person):
    card = PracticeCardFactory(organization=OrganizationFactory())
    assert as_person(world.facilitator).get(f"{HERE}/pratiques/{card.pk}/").status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/structures/",
        "/le-reseau/",
        "/liens/",
        "/pratiques/",
        "/membres/",
        "/permanence/",
        "/structures/maison-ravelle/",
    ],
)
def test_list_costs_the_same_for_one_and_for_three(world, as_person, page, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add() -> None:
        one = OrganizationFactory(network=world.network)
        PracticeVersionFactory(card=PracticeCardFactory(organization=one))
        PracticeVersionFactory(card=PracticeCardFactory(organization=world.organization, function=FUNCTIONS.pop()))
        DeclaredLinkFactory(network=world.network, from_organization=world.organization, to_organization=one)
        DutyPersonFactory(network=world.network, organization=one)
        MembershipFactory(network=world.network, organization=one, role="ADVISER")
        InvitationFactory(network=world.network)

    FUNCTIONS = ["WELCOME", "INFORM", "ORIENT"]

    def cost() -> int:
        client = as_person(world.facilitator)
        client.get(f"{HERE}{page}")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(f"{HERE}{page}").status_code == 200
        return len(seen)

    add()
    one = cost()
    add()
    add()
    assert cost() == one


def test_organizations_are_found_by_word_and_function(world, as_person):
    OrganizationFactory(name="Pépinière Calanca", functions=["HOUSE"], network=world.network)
    client = as_person(None)
    by_word = client.get(f"{HERE}/structures/", {"q": "pepiniere"}).text
    by_function = client.get(f"{HERE}/structures/", {"function": "HOUSE"}).text
    assert ("Pépinière Calanca" in by_word, "Maison Ravelle" in by_word) == (True, False)
    assert ("Pépinière Calanca" in by_function, "Maison Ravelle" in by_function) == (True, False)
    assert "empty-title" in client.get(f"{HERE}/structures/", {"q": "introuvable"}).text


def test_organization_page_tells_search_engines_without_opening_a_script(world, as_person):
    world.organization.summary = "</script><script>alert(1)</script>"
    world.organization.save()
    text = as_person(None).get(f"{HERE}/structures/maison-ravelle/").text
    assert "<script>alert" not in text
    assert '"@type": "Organization"' in text


def test_edit_organization_changes_the_page(world, as_person):
    client = as_person(world.manager)
    response = client.post(
        f"{HERE}/structures/maison-ravelle/modifier/",
        {"version": 1, "name": "Maison Ravelle", "summary": "Deux matins", "functions": ["WELCOME", "TRAIN"]},
    )
    world.organization.refresh_from_db()
    assert response.url == f"{HERE}/structures/maison-ravelle/"
    assert (world.organization.summary, world.organization.functions) == ("Deux matins", ["WELCOME", "TRAIN"])


def test_edit_organization_shows_both_versions_when_two_wrote(world, as_person):
    client = as_person(world.manager)
    client.post(f"{HERE}/structures/maison-ravelle/modifier/", {"version": 1, "name": "Première"})
    response = client.post(f"{HERE}/structures/maison-ravelle/modifier/", {"version": 1, "name": "Seconde"})
    world.organization.refresh_from_db()
    assert response.status_code == 409
    assert "Première" in response.text
    assert "Seconde" in response.text
    assert world.organization.name == "Première"


def test_edit_organization_keeps_the_text_beside_an_error(world, as_person):
    response = as_person(world.manager).post(
        f"{HERE}/structures/maison-ravelle/modifier/",
        {"version": 1, "name": "Nom gardé", "siret": "12", "coverage": "Nulle-Part"},
    )
    assert response.status_code == 422
    assert "Nom gardé" in response.text
    assert set(response.context["form"].errors) == {"siret", "coverage"}


def test_new_organization_invites_its_manager(world, as_person, run_tasks, mailoutbox):
    response = as_person(world.facilitator).post(
        f"{HERE}/structures/nouvelle/", {"name": "La Bonne Anse", "email": "responsable@anse.example"}
    )
    assert response.url == f"{HERE}/structures/la-bonne-anse/"
    run_tasks()
    assert [mail.to for mail in mailoutbox] == [["responsable@anse.example"]]
    assert mailoutbox[0].subject.startswith("À confirmer")
    assert "/r/calanques/invitation/" in mailoutbox[0].body


def test_opening_an_invitation_never_acts_and_the_button_acts_once(world, as_person):
    invitation = InvitationFactory(network=world.network, email="neuve@calanques.example")
    address = f"{HERE}/invitation/{sign_link(INVITATION, str(invitation.pk))}/"
    client = as_person(None)
    assert client.get(address).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    first = client.post(address, {"name": "Nadia Ruel"})
    second = client.post(address, {"name": "Nadia Ruel"})
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, first.url)
    assert [one.user.name for one in world.network.memberships.filter(user__email="neuve@calanques.example")] == [
        "Nadia Ruel"
    ]


def test_forged_invitation_leads_nowhere(world, as_person):
    assert as_person(None).get(f"{HERE}/invitation/n-importe-quoi/").status_code == 404


def test_settings_refuse_an_unreadable_colour_and_propose_the_nearest(world, as_person):
    client = as_person(world.facilitator)
    values = {"version": 1, "name": world.network.name, "promised_days": 3, "is_published": "on"}
    refused = client.post(f"{HERE}/reglages/", {**values, "accent": "#FFCC00"})
    assert refused.status_code == 422
    proposed = refused.context["form"].errors["accent"][0].rsplit(" ", 1)[-1].strip(".").strip()
    assert client.post(f"{HERE}/reglages/", {**values, "accent": proposed[-7:]}).status_code == 302
    world.network.refresh_from_db()
    assert world.network.accent == proposed[-7:]


def test_accent_css_holds_the_four_shades_for_ever(world, as_person):
    world.network.accent = "#7A2E6E"
    world.network.save()
    response = as_person(None).get("/couleur-calanques-1.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert response.text.count("--network-accent") == 4


def test_members_of_another_network_are_not_listed(world, as_person):
    text = as_person(world.facilitator).get(f"{HERE}/membres/").text
    assert world.manager.email in text
    assert world.stranger.email not in text


def test_links_are_declared_and_removed_by_their_owner(world, as_person):
    client = as_person(world.manager)
    sent = {
        "organization": "maison-ravelle", "way": "gives", "other": "cap-farigoule", "terms": "Un appel d’abord",
        "functions": ["FUND"],
    }  # fmt: skip
    client.post(f"{HERE}/liens/", sent)
    link = world.network.declared_links.get()
    assert (link.from_organization.slug, link.functions) == ("maison-ravelle", ["FUND"])
    assert "Dit par Maison Ravelle seulement" in client.get(f"{HERE}/liens/").text
    assert as_person(world.colleague).post(f"{HERE}/liens/{link.pk}/retirer/").status_code == 404
    assert client.post(f"{HERE}/liens/{link.pk}/retirer/").status_code == 302
    assert world.network.declared_links.count() == 0


def test_a_receiver_declares_from_whom_people_come(world, as_person):
    sent = {
        "organization": "maison-ravelle",
        "way": "receives",
        "other": "cap-farigoule",
        "terms": "Deux semaines",
    }
    client = as_person(world.manager)
    assert client.post(f"{HERE}/liens/", sent).status_code == 302
    link = world.network.declared_links.get()
    assert (link.from_organization.slug, link.to_organization.slug) == ("cap-farigoule", "maison-ravelle")
    assert (link.said_by_giver, link.said_by_receiver, link.receiver_terms) == (False, True, "Deux semaines")
    assert "Deux semaines" in as_person(None).get(f"{HERE}/structures/maison-ravelle/").text


def test_link_from_another_organization_is_refused(world, as_person):
    sent = {"organization": "cap-farigoule", "way": "gives", "other": "maison-ravelle"}
    assert as_person(world.manager).post(f"{HERE}/liens/", sent).status_code == 422


def test_positioning_is_signed_by_facilitators_only(world, as_person):
    sent = {"text": "Nous coopérons.", "signed_by": "Les structures"}
    assert as_person(world.manager).post(f"{HERE}/texte-commun/", sent).status_code == 404
    assert as_person(world.facilitator).post(f"{HERE}/texte-commun/", sent).status_code == 302
    assert "Nous coopérons." in as_person(None).get(f"{HERE}/texte-commun/").text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_that_nobody_meant_is_refused_in_words(world, as_person, day):
    sent = {
        "name": "Inès Ferrandi", "organization": "maison-ravelle", "hours": "le matin", "promised_days": 2,
        "starts_date": "2026-11-23", "last_date": day,
    }  # fmt: skip
    answer = as_person(world.facilitator).post(f"{HERE}/permanence/", sent)
    assert answer.status_code == 422
    assert "Vérifiez l’année de ce jour." in answer.text


def test_a_version_that_no_column_holds_is_not_looked_up(world, as_person):
    sent = {"collective": "Ensemble.", "version": "9" * 400}
    answer = as_person(world.manager).post(f"{HERE}/pratiques/maison-ravelle/WELCOME/modifier/", sent)
    assert answer.status_code == 422


def test_duty_counts_the_last_day_in(world, as_person):
    sent = {
        "name": "Inès Ferrandi", "organization": "maison-ravelle", "hours": "le matin", "promised_days": 2,
        "starts_date": "2026-11-23", "last_date": "2026-11-29",
    }  # fmt: skip
    assert as_person(world.facilitator).post(f"{HERE}/permanence/", sent).status_code == 302
    assert str(world.network.duty_people.get().ends_date) == "2026-11-30"


def test_practice_card_is_written_and_commented(world, as_person):
    manager = as_person(world.manager)
    written = manager.post(f"{HERE}/pratiques/maison-ravelle/WELCOME/modifier/", {"collective": "En cercle"})
    manager.post(f"{HERE}/pratiques/maison-ravelle/WELCOME/modifier/", {"collective": "En cercle large", "version": 1})
    stale = manager.post(f"{HERE}/pratiques/maison-ravelle/WELCOME/modifier/", {"collective": "Autre", "version": 1})
    commented = as_person(world.colleague).post(written.url, {"text": "Nous aussi"})
    assert (written.status_code, stale.status_code, commented.status_code) == (302, 409, 302)
    page = as_person(world.ambassador).get(written.url).text
    assert "En cercle large" in page
    assert "Nous aussi" in page


def test_invite_and_withdraw(world, as_person):
    client = as_person(world.manager)
    sent = {"email": "Nouvelle@Ravelle.example", "role": "ADVISER", "organization": "maison-ravelle"}
    assert client.post(f"{HERE}/membres/inviter/", sent).status_code == 302
    invitation = world.network.invitations.get()
    assert invitation.email == "nouvelle@ravelle.example"
    assert as_person(world.colleague).post(f"{HERE}/invitations/{invitation.pk}/retirer/").status_code == 404
    assert client.post(f"{HERE}/invitations/{invitation.pk}/retirer/").status_code == 302
    token = sign_link(INVITATION, str(invitation.pk))
    assert as_person(None).post(f"{HERE}/invitation/{token}/", {"name": "X"}).status_code == 404


def test_manager_cannot_invite_a_facilitator_nor_for_a_neighbor(world, as_person):
    client = as_person(world.manager)
    for sent in (
        {"email": "a@b.example", "role": "FACILITATOR"},
        {"email": "a@b.example", "role": "ADVISER", "organization": "cap-farigoule"},
    ):
        assert client.post(f"{HERE}/membres/inviter/", sent).status_code == 422
    assert world.network.invitations.count() == 0
