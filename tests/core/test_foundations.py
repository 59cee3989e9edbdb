"""Identifiers, text, dates, links, limits, journal, counters, mail, retention."""

import json
import logging
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from laplateforme.core import counters, journal, limits, signing
from laplateforme.core.dates import add_working_days, in_words
from laplateforme.core.ids import short_code, uuid7
from laplateforme.core.logs import Formatter, without_persons
from laplateforme.core.mail import Attachment, queue_mail
from laplateforme.core.models import Counter, Draft, JournalEntry, MailStatus, OutgoingMail
from laplateforme.core.readonly import WriteOnGet, refuse_writes
from laplateforme.core.retention import erase_expired
from laplateforme.core.text import clean_text, fold, slug_of
from laplateforme.core.versions import StaleVersion, save_versioned

NOBODY = "00000000-0000-0000-0000-000000000001"


def test_identifiers_are_version_7_and_sort_by_time() -> None:
    made = [uuid7() for _ in range(50)]

    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {uuid.RFC_4122}
    assert made[0].int >> 80 <= made[-1].int >> 80


def test_short_codes_hold_nothing_that_looks_like_something_else() -> None:
    assert set("".join(short_code(8) for _ in range(200))).isdisjoint("01oilOIL")


@pytest.mark.parametrize(
    ("text", "folded"), [("Œuvre d’Été", "oeuvre d’ete"), ("PÉPINIÈRE", "pepiniere"), ("ça", "ca"), ("Æ", "ae")]
)
def test_fold_forgives_accents_and_ligatures(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_clean_text_takes_away_what_cannot_be_seen() -> None:
    assert clean_text(" a\x00b\u202ec ") == "abc"


def test_slugs_are_words_and_hyphens() -> None:
    assert slug_of("L’Écluse & Cie, coopérative") == "l-ecluse-cie-cooperative"


def test_dates_are_said_in_words_in_the_language_of_the_page() -> None:
    day = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert in_words(day) == "lundi 23 novembre 2026"
    with translation.override("en"):
        assert in_words(day.date()) == "Sunday 22 November 2026"


def test_working_days_step_over_the_week_end(noon: datetime) -> None:
    friday = noon + timedelta(days=4)
    assert add_working_days(friday, 2).strftime("%a") == "Tue"
    assert add_working_days(noon, 0) == noon


def test_a_link_opens_for_its_purpose_only() -> None:
    token = signing.sign_link("recheck", "abc", "def")

    assert signing.open_link("recheck", token) == ["abc", "def"]
    for wrong in (token + "x", "", "a:b:c"):
        with pytest.raises(signing.UnableToOpenLink):
            signing.open_link("recheck", wrong)
    with pytest.raises(signing.UnableToOpenLink) as caught:
        signing.open_link("invitation", token)
    assert not caught.value.expired


def test_a_link_that_is_too_old_says_so() -> None:
    token = signing.sign_link("recheck", "abc")
    with pytest.raises(signing.UnableToOpenLink) as caught:
        signing.open_link("recheck", token, life=timedelta(seconds=-1))
    assert caught.value.expired


def test_limits_count_each_key_apart() -> None:
    assert [limits.exceeded("t", "a", most=2, seconds=3600) for _ in range(3)] == [False, False, True]
    assert not limits.exceeded("t", "b", most=2, seconds=3600)


def test_a_limited_view_answers_429_in_words(rf: RequestFactory) -> None:
    @limits.limited("once", most=1, seconds=3600)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    def call() -> HttpResponse:
        request = rf.post("/api/x")
        return view(request)

    assert [call().status_code, call().status_code] == [200, 429]


@pytest.mark.django_db
def test_the_journal_is_append_only(noon: datetime) -> None:
    journal.record("read", at=noon, subject=Draft(form="f"), place="here")
    with pytest.raises(TypeError):
        JournalEntry.objects.update(verb="other")
    with pytest.raises(TypeError):
        JournalEntry.objects.all().delete()
    assert JournalEntry.objects.get().subject_kind == "core.draft"


@pytest.mark.django_db
def test_reading_pages_cannot_write_save_journal_and_counters(noon: datetime) -> None:
    with connection.execute_wrapper(refuse_writes):
        with pytest.raises(WriteOnGet), transaction.atomic():
            Draft.objects.create(owner_id=NOBODY, form="f")
        journal.record("read", at=noon)
        counters.count("visits", "home", day=noon.date())
        counters.count("visits", "home", day=noon.date(), amount=2)
        counters.flush()

    assert not Draft.objects.exists()
    assert JournalEntry.objects.count() == 1
    assert Counter.objects.get().value == 3


@pytest.mark.django_db
def test_a_stale_version_is_refused_and_nothing_is_written() -> None:
    draft = Draft.objects.create(owner_id=NOBODY, form="f", data={"a": 1})
    mine, theirs = Draft.objects.get(), Draft.objects.get()
    theirs.data = {"a": 2}
    save_versioned(theirs, 1)
    mine.data = {"a": 3}
    with pytest.raises(StaleVersion) as caught:
        save_versioned(mine, 1)

    assert caught.value.current.data == {"a": 2}
    draft.refresh_from_db()
    assert (draft.data, draft.version) == ({"a": 2}, 2)


@pytest.mark.django_db
def test_mail_waits_for_the_worker_then_leaves_once(run_tasks) -> None:
    queue_mail(
        to="a@b.example",
        subject="To confirm:\nBcc: x",
        text="Hello",
        attachments=[Attachment("a.ics", b"B", "text/calendar")],
    )
    assert django_mail.outbox == []

    assert run_tasks() == 1

    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject) == (["a@b.example"], "To confirm: Bcc: x")
    assert sent.attachments[0].filename == "a.ics"
    assert OutgoingMail.objects.get().status == MailStatus.SENT


@pytest.mark.django_db
def test_what_has_been_kept_long_enough_is_erased(noon: datetime) -> None:
    old = queue_mail(to="old@b.example", subject="s", text="t")
    queue_mail(to="new@b.example", subject="s", text="t")
    OutgoingMail.objects.filter(pk=old.pk).update(created_at=noon - timedelta(days=31))
    OutgoingMail.objects.exclude(pk=old.pk).update(created_at=noon - timedelta(days=29))

    assert erase_expired(at=noon, dry_run=True) == {"core.OutgoingMail": 1}
    assert OutgoingMail.objects.count() == 2
    assert erase_expired(at=noon) == {"core.OutgoingMail": 1}
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["new@b.example"]


def test_logs_hold_no_address_and_no_number() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "f", 1, "Sent to a.b@c.example and 06 12 34 56 78?q=secret", None, None
    )
    line = json.loads(Formatter().format(record))

    assert line["event"] == "Sent to [mail] and [phone]"
    assert without_persons("+33612345678") == "[phone]"
