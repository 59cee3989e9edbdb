"""The parts of pages: what they draw, and that they stay accessible and light."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

STATIC = Path(finders.find("core/tokens.css")).parent
TEMPLATES = STATIC.parent.parent / "templates"
HOUSE = STATIC.parents[2]


class ContactForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme vous voulez")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    stage = forms.ChoiceField(label="Étape", widget=forms.RadioSelect, choices=[("a", "Imaginer"), ("b", "Réunir")])
    agreed = forms.BooleanField(label="D’accord")

    def clean_name(self) -> str:
        if self.cleaned_data["name"] == "x":
            raise forms.ValidationError("Un nom plus long")
        return self.cleaned_data["name"]


@pytest.fixture(autouse=True)
def _french():
    with translation.override("fr"):
        yield


def draw(source: str, **context: object) -> str:
    html = Template("{% load components %}" + source).render(Context(context))
    assert "undefined" not in html
    return html


def test_a_state_is_a_shape_and_a_word():
    html = draw("{% status_tag 'wait' 'Liste d’attente' %}")
    assert 'class="status wait"' in html
    assert "sprite.svg#half" in html
    assert "Liste d’attente" in html


def test_a_word_given_to_a_part_is_escaped():
    assert "<b>" not in draw("{% status_tag 'ok' text %}", text="<b>4</b>")


@pytest.mark.parametrize(
    ("days", "words"), [(0, "aujourd’hui"), (1, "hier"), (12, "il y a 12 jours"), (150, "il y a 5 mois")]
)
def test_days_ago_counts_days_then_months(days, words):
    assert draw("{{ day|days_ago }}", day=timezone.localdate() - timedelta(days=days)) == words


def test_a_date_is_written_in_full_and_the_first_of_a_month_in_french():
    assert draw("{{ day|date_words }}", day=date(2026, 11, 22)) == "dimanche 22 novembre 2026"
    assert draw("{{ day|date_words }}", day=date(2026, 11, 1)) == "dimanche 1er novembre 2026"


def test_a_field_ties_label_help_error_and_input():
    form = ContactForm({"name": "x", "stage": "b", "agreed": "on"})
    html = draw("{% field form.name %}", form=form)
    assert '<label for="id_name">Nom</label>' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'value="x"' in html


def test_only_what_is_optional_says_so():
    html = draw("{{ form }}", form=ContactForm())
    assert html.count("(facultatif)") == 1


def test_radios_and_ticks_are_rows():
    html = draw("{{ form }}", form=ContactForm())
    assert html.count('class="choice-row"') == 3
    assert "<fieldset" in html


def test_the_summary_names_missing_answers_and_links_to_the_first_input():
    html = draw("{% error_summary form %}", form=ContactForm({"name": "x"}))
    assert "3 réponses à compléter" in html
    assert '<a href="#id_name">Un nom plus long</a>' in html
    assert '<a href="#id_stage_0">À compléter\u00a0: Étape</a>' in html
    assert '<a href="#id_agreed">' in html


def test_the_summary_and_the_title_are_silent_when_all_is_well():
    form = ContactForm({"name": "Leïla", "stage": "a", "agreed": "on"})
    assert draw("{% error_summary form %}{% error_prefix form %}", form=form).strip() == ""
    assert draw("{% error_prefix form %}", form=ContactForm({})) == "Erreur\u00a0: "


def test_pages_keep_the_other_words_of_the_address():
    request = RequestFactory().get("/", {"q": "prêt", "page": "2"})
    html = draw("{% pagination page %}", request=request, page=Paginator(range(30), 10).page(2))
    assert 'href="?q=pr%C3%AAt&amp;page=1"' in html
    assert 'href="?q=pr%C3%AAt&amp;page=3"' in html
    assert "Page 2 sur 3" in html


def test_one_page_needs_no_pages():
    assert draw("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_key_facts_leave_out_what_is_empty():
    html = draw("{% key_facts facts 'En bref' %}", facts=[("Où", "Aubagne"), ("Quand", "")])
    assert "Aubagne" in html
    assert "Quand" not in html


def test_a_card_drawn_before_lends_neither_its_markup_nor_its_words():
    card = {
        "name": "<b>Décider</b>",
        "url": "#x",
        "facts": ["<i>Gratuit</i>."],
        "statuses": [{"kind": "ok", "text": "<u>4</u>"}],
    }
    trusted = draw("{% offer_card card 2 %}", card={**card, "name": mark_safe(card["name"])})
    assert "<b>Décider</b>" in trusted
    for _ in range(2):
        html = draw("{% offer_card card 2 %}", card=card)
        assert "&lt;b&gt;Décider&lt;/b&gt;" in html
        assert "&lt;i&gt;Gratuit&lt;/i&gt;." in html
        assert "&lt;u&gt;4&lt;/u&gt;" in html
    assert "<h3" in draw("{% offer_card card %}", card=card)
    assert 'class="card offer stale"' in draw("{% offer_card card %}", card={**card, "is_stale": True})


def test_a_hole_of_the_trajectory_is_said():
    html = draw("{% trajectory stages %}", stages=[{"number": 4, "title": "Lancer", "state": "hole"}])
    assert "Aucune offre aujourd’hui" in html
    assert '<b aria-hidden="true">4</b>' in html


def test_here_is_said_in_words_and_to_machines():
    html = draw("{% trajectory stages %}", stages=[{"number": 2, "title": "Réunir", "state": "here"}])
    assert "Vous êtes ici" in html
    assert 'aria-current="step"' in html


def test_a_table_has_a_caption_and_labels_for_its_folded_cells():
    html = draw("{% data_table 'Relais' headers rows '2' %}", headers=["Nom", "Nombre"], rows=[("Acceptés", "31")])
    assert "<caption>Relais</caption>" in html
    assert '<td role="cell" data-label="Nombre" class="number">31</td>' in html


def test_a_qr_code_is_described_and_has_no_style():
    html = draw("{% qr 'https://laplateforme.example/o/abc' 'QR de l’offre' %}")
    assert 'aria-label="QR de l’offre"' in html
    assert "<svg" in html
    assert "style" not in html


@pytest.mark.parametrize("status", [500, 503])
def test_static_error_pages_need_no_context_and_no_script(status):
    html = get_template(f"{status}.html").render({"request_id": "a1b2c3"})
    assert "a1b2c3" in html
    assert "<script" not in html
    assert html.count("<h1") == 1


def test_an_asset_missing_from_the_manifest_does_not_break_an_error_page(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    settings.DEBUG = False
    assert draw("{% asset 'core/nowhere.css' %}") == "/static/core/nowhere.css"


class Page(HTMLParser):
    """What a page holds that may break: double ids, inline style, skipped headings."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"] or "")
        if tag == "style" or "style" in values or any(name.startswith("on") for name in values):
            self.inline.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


def test_the_living_page_has_no_double_id_no_inline_style_and_one_title():
    html = render_to_string("core/components.html", {"today": timezone.localdate()})
    assert "undefined" not in html
    page = Page()
    page.feed(html)
    assert sorted(page.ids) == sorted(set(page.ids))
    assert page.inline == []
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_every_sign_that_templates_name_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "sprite.svg").read_text()))
    for path in HOUSE.glob("*/templates/**/*.html"):
        assert set(re.findall(r'{% icon "([a-z]+)"', path.read_text())) <= known, path


def test_every_role_used_by_the_styles_is_a_token():
    named = set(re.findall(r"(--[a-z0-9-]+)\s*:", "".join(path.read_text() for path in STATIC.glob("*.css"))))
    for path in STATIC.glob("*.css"):
        used = set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text()))
        assert {name for name in used if not name.startswith("--network-")} <= named, path


def test_colours_are_named_in_tokens_only():
    for name in ("ground.css", "pages.css", "components.css"):
        colours = set(re.findall(r"#[0-9A-Fa-f]{3,6}\b(?=[^{]*;)", (STATIC / name).read_text()))
        assert colours <= {"#FFF", "#000", "#999"}, name


def test_scripts_stay_small():
    for path in (STATIC / "js").glob("*.js"):
        if path.name in {"app.js", "forms.js"}:
            assert path.stat().st_size <= 3_072, path.name
