"""What people asked is kept without anything that tells who they are."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laplateforme.core.retention import erase_expired
from laplateforme.guidance.actions.asked import group_key_of, keep_asked_question, scrub
from laplateforme.guidance.models import AskedQuestion
from laplateforme.guidance.queries.bank import asked_groups
from tests.factories.guidance import AskedQuestionFactory, at_noon
from tests.factories.network import NetworkFactory

SENTENCES = st.sampled_from(
    ["je cherche un local", "qui relit nos statuts", "on est plusieurs à vouloir ouvrir", "", "?"]
)
SEPARATORS = st.sampled_from(["", " ", ".", "-", "/", " . ", "\u00a0", "\u2009", "_", ") ", "\u200b"])
PREFIXES = st.sampled_from(["0", "+33 ", "0033", "(0)", "+33(0)"])
LOCAL = st.from_regex(r"[a-z][a-z0-9._+-]{0,12}[a-z0-9]", fullmatch=True)
WAYS = st.sampled_from(["rue", "avenue", "boulevard", "chemin", "impasse", "allée", "place", "quai", "av.", "route"])


@settings(max_examples=150, deadline=None)
@given(
    before=SENTENCES,
    after=SENTENCES,
    prefix=PREFIXES,
    digits=st.text("0123456789", min_size=9, max_size=9),
    sep=SEPARATORS,
)
def test_scrub_lets_no_telephone_number_through(before, after, prefix, digits, sep):
    pairs = [digits[:1], *(digits[start : start + 2] for start in range(1, 9, 2))]
    kept = scrub(f"{before} {prefix}{sep.join(pairs)} {after}")
    assert sum(char.isdigit() for char in kept) < 6


@settings(max_examples=150, deadline=None)
@given(
    before=SENTENCES,
    after=SENTENCES,
    local=LOCAL,
    sign=st.sampled_from(["@", " @ ", "＠", " arobase ", "(at)", " [at] "]),
)
def test_scrub_lets_no_mail_address_through(before, after, local, sign):
    kept = scrub(f"{before} {local}{sign}boite.example {after}")
    assert "boite" not in kept
    assert "@" not in kept


@settings(max_examples=150, deadline=None)
@given(number=st.integers(1, 9999), way=WAYS, before=SENTENCES, upper=st.booleans())
def test_scrub_lets_no_postal_address_through(number, way, before, upper):
    kept = scrub(f"{before} au {number} {way.upper() if upper else way} des Lentisques, merci")
    assert "entisques" not in kept
    assert not re.search(r"\d", kept)


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        ("Bonjour, je m'appelle Nadia Farouel et je cherche un local", "Nadia Farouel"),
        ("je m’appelle nadia et je cherche un local", "nadia"),
        ("Je suis Karim Oualid, on veut ouvrir un café", "Karim Oualid"),
        ("Mme Farouel m'a dit de vous écrire pour un local", "Farouel"),
        ("madame farouel connaît-elle un local", "farouel"),
        ("M. Oualid-Peyre cherche un local", "Oualid"),
        ("mon nom est Peyre, un local svp", "Peyre"),
        ("moi c'est Assia, je veux ouvrir une crèche", "Assia"),
        ("un local près de la rue Paradis à louer", "Paradis"),
        ("on habite 13400 Aubagne, un local ?", "13400"),
        ("écrivez à assia point peyre arobase boite point example", "peyre"),
        ("voir https://reseau.example/assia.peyre pour le local", "peyre"),
        ("Nadia Farouel cherche un local", "Farouel"),
    ],
)
def test_scrub_hides_people(words, secret):
    assert secret not in scrub(words)


@pytest.mark.parametrize(
    "words", ["je suis à Aubagne", "nous voulons 20 000 euros", "Je suis seule avec une idée", "la place des femmes"]
)
def test_scrub_keeps_the_subject(words):
    assert scrub(words) == words


def test_scrub_is_short():
    assert len(scrub("local " * 1000)) <= 300


def test_two_ways_to_ask_the_same_share_a_key():
    assert group_key_of("Je cherche un local pas cher") == group_key_of("Comment trouver des locaux, pas chers ?")


@pytest.mark.django_db
def test_keep_asked_question_keeps_words_day_and_codes_only(noon):
    network = NetworkFactory()
    kept = keep_asked_question(
        network=network,
        words="Un local ? 06 39 98 01 14",
        at=noon,
        stage="CREATION",
        theme="NOPE",
        department_code="13",
    )
    assert (kept.words, kept.stage, kept.theme, kept.asked_date.isoformat()) == (
        "Un local ? …",
        "CREATION",
        "",
        "2026-11-23",
    )
    names = {field.name for field in AskedQuestion._meta.fields}
    assert names.isdisjoint({"user", "session", "address", "owner", "email"})


@pytest.mark.django_db
def test_keep_asked_question_keeps_nothing_of_nothing(noon):
    network = NetworkFactory()
    assert keep_asked_question(network=network, words="06 39 98 01 14", at=noon) is None
    assert AskedQuestion.objects.count() == 0


@pytest.mark.django_db
def test_asked_questions_are_erased_after_six_months(noon):
    kept = AskedQuestionFactory()
    erase_expired(at=kept.created_at + timedelta(days=182))
    assert AskedQuestion.objects.count() == 1
    erase_expired(at=kept.created_at + timedelta(days=184))
    assert AskedQuestion.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "shown"), [(2, []), (3, [3])])
def test_asked_questions_are_shown_from_three_alike(people, shown):
    network = NetworkFactory()
    AskedQuestionFactory.create_batch(people, network=network)
    AskedQuestionFactory(network=network, words="Et la fiscalité ?", group_key="fiscal")
    AskedQuestionFactory()
    assert [group.count for group in asked_groups(network, at_noon(23).date())] == shown
