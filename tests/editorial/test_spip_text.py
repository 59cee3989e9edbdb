"""SPIP's shortcuts, read: our own examples, and the pairs of SPIP itself where they are at hand."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.spip_text import DIFFERENT, measure
from laplateforme.editorial.spip.site import Nowhere, Target
from laplateforme.editorial.spip.text import LONGEST, render

PAIRS = Path(__file__).resolve().parents[3] / "shared/data/spip/textwheel-tests/tests/data"


class OldSite(Nowhere):
    def target(self, kind: str, number: int) -> Target | None:
        return Target("/ressources/une-page/", "Une page") if (kind, number) == ("article", 12) else None

    def address(self, url: str) -> str:
        return "/ressources/une-page/" if url.endswith("id_article=12") else url

    def model(self, name: str, number: int, options: tuple[str, ...], link: str) -> str | None:
        return f"<figure>{number}{''.join(options)}</figure>" if name == "img" else None


def flat(text: str, language: str = "fr") -> str:
    return render(text, OldSite(), language).whole.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Un mot {penché} et {{gras}}.", "<p>Un mot <i>penché</i> et <strong>gras</strong>.</p>"),
        ("{{{Titre}}}Suite", '<h2 class="spip">Titre</h2><p>Suite</p>'),
        ("-* a\n-** b\n-# c", "<ul><li> a<ul><li> b</li></ul></li></ul><ol><li> c</li></ol>"),
        ("[la page->art12]", "<p><a href=\"/ressources/une-page/\" class='spip_in'>la page</a></p>"),
        ("[->12]", "<p><a href=\"/ressources/une-page/\" class='spip_in'>Une page</a></p>"),
        ("[perdue->rub7]", "<p>perdue</p>"),
        (
            "[ici->http://ancien.example/article.php3?id_article=12]",
            '<p><a href="/ressources/une-page/">ici</a></p>',
        ),
        ("<img3|left>", "<figure>3left</figure>"),
        ("<multi>[fr]Bonjour[en]Hello</multi>", "<p>Bonjour</p>"),
        ("Oui ; non ? « bien »", "<p>Oui&nbsp;; non&nbsp;? «&nbsp;bien&nbsp;»</p>"),
        ("|{{A}}|{{B}}|\n|x|<|", None),
        ("<code>{{x}} <b></code>", "<p><code class='spip_code' dir='ltr'>{{x}} &lt;b&gt;</code></p>"),
        ("a<!-- dit à part -->b<script>alert(1)</script>", "<p>ab</p>"),
        ("a {b", "<p>a {b</p>"),
    ],
)
def test_shortcuts_become_html(text: str, html: str | None) -> None:
    if html is None:
        assert "<th scope='col'>A</th>" in flat(text)
        assert "<td colspan='2'>x</td>" in flat(text)
    else:
        assert flat(text) == html


def test_what_leads_nowhere_is_told() -> None:
    assert render("[x->art99] [y->mot3] [z->art12]", OldSite()).missing == ("art99", "mot3")


def test_a_note_is_called_and_stands_at_the_foot() -> None:
    found = render("Un mot[[une {note}]].", OldSite())
    assert "href='#nb1'" in found.html
    assert "note <i>" not in found.html
    assert "<i>note</i>" in found.notes


def test_english_keeps_its_spaces() -> None:
    assert flat("Really?", "en") == "<p>Really?</p>"
    assert flat("Vraiment?") == "<p>Vraiment&nbsp;?</p>"


@pytest.mark.parametrize(
    "text",
    ["{" * 50_000, "[" * 50_000, "[a->" * 20_000, "<a>" * 20_000, "<code>" * 20_000, "[[a" * 20_000, "|a" * 30_000,
     "<img1|" * 20_000, "<quote>" * 5_000, "-*" * 50_000, "{{{a" * 20_000, "[?a" * 20_000, "<poesie>" * 20_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_marks_that_never_close_cost_little(text: str) -> None:
    """Twice the text costs about twice the time: no pattern goes wild. A ratio, since machines differ."""

    def cpu(words: str) -> float:
        started = time.process_time()
        render(words)
        return time.process_time() - started

    half, whole = cpu(text[: len(text) // 2]), cpu(text)
    assert whole < max(0.25, 5 * half)


@given(st.text(alphabet="ab \n{}[]<>|-*#_/->?~'&;:!\ue000\ue001\ue0021", max_size=120))
@settings(max_examples=400, deadline=None)
def test_nothing_that_an_author_writes_breaks_the_reader(text: str) -> None:
    whole = render(text, OldSite()).whole
    assert not any(sign in whole for sign in "\ue000\ue001\ue002")


def test_a_text_without_end_is_cut() -> None:
    assert len(render("a" * (LONGEST + 10)).html) <= LONGEST + 10


def test_the_pairs_of_spip_agree() -> None:
    if not PAIRS.is_dir():
        pytest.skip("SPIP's own pairs are not beside the project")
    assert [name for name, one in measure(PAIRS, None).items() if one == DIFFERENT] == []
