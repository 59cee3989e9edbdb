"""The parts pages are made of, as template tags. Examples: docs/components.md; all of them live: core:components."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext

from laplateforme.core.dates import hour_in_words, in_words
from laplateforme.core.drawing import Words, drawn_once

register = template.Library()

SHAPES = {"ok": "dot", "info": "check", "wait": "half", "no": "triangle", "plain": "ring"}
SIGNS = {"poppy": "poppy", "wave": "sea", "clover": "clover"}
STAGE_SHAPES = {"done": "clover", "here": "poppy"}
# Our own words for what the framework says drily: the catalogue of this room answers before its own.
REQUIRED = gettext_noop("This field is required.")
LEVELS = {"success": "ok", "error": "no", "warning": "wait", "info": "info", "debug": "info"}

# ---------------------------------------------------------------- small words


@register.simple_tag
@lru_cache(maxsize=500)
def asset(path: str) -> str:
    """The address of a static file, even when the manifest does not know it: an error page must never fail.

    Asked once for each file: static files do not change while a process lives.
    """
    try:
        return static(path)
    except ValueError:
        return f"/static/{path}"


@lru_cache(maxsize=2_000)
def _icon(address: str, name: str, css: str, label: str) -> SafeString:
    """Drawn once for each set of words: a page of twenty cards shows the same few signs forty times."""
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', css, label, address, name
        )
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', css, address, name)


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """A sign of the sprite. Silent for screen readers unless `label` says what no word beside it says."""
    return _icon(asset("core/sprite.svg"), str(name), str(css or SIGNS.get(name, "")), str(label))


@lru_cache(maxsize=2_000)
def _status(sign: SafeString, kind: str, text: str) -> SafeString:
    return format_html('<span class="status {}">{}<span>{}</span></span>', kind, sign, text)


@register.simple_tag
def status_tag(kind: str, text: str, shape: str = "") -> SafeString:
    """A state: a shape and a word. `kind`: ok, info, wait, no or plain."""
    sign = icon(shape or SHAPES.get(kind, "ring"))
    if isinstance(text, SafeString):  # equal to the same unsafe words, yet not drawn like them: never from memory
        return format_html('<span class="status {}">{}<span>{}</span></span>', kind, sign, text)
    return _status(sign, str(kind), str(text))


def _part(thing: Any, name: str) -> Any:
    """What a component is given may be a dictionary or an object; what is absent is empty."""
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return "" if value is None else value


def _words(thing: Any, name: str) -> str:
    return str(_part(thing, name))


@register.simple_tag
def status_tags(states: Any) -> SafeString:
    """Several states, one after the other: kind, text and, when it is not that of the kind, shape."""
    drawn = (status_tag(_words(one, "kind"), _words(one, "text"), _words(one, "shape")) for one in states)
    return format_html_join("", "{} ", ((tag,) for tag in drawn))


@register.simple_tag
def error_prefix(form: BaseForm | None) -> str:
    """ "Erreur : " at the head of the page title when the form was refused."""
    return gettext("Error:") + " " if isinstance(form, BaseForm) and form.is_bound and form.errors else ""


@register.filter
def date_words(day: date | datetime | None) -> str:
    """ "jeudi 22 novembre 2026"."""
    return in_words(day) if day else ""


@register.filter
def hour_words(moment: datetime) -> str:
    """ "14 h 30"."""
    return hour_in_words(moment)


@register.filter
def days_ago(day: date | datetime | None) -> str:
    """ "il y a 12 jours", then months from sixty days on."""
    if not day:
        return ""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    days = (timezone.localdate() - day).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = days // 30
    return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}


@lru_cache(maxsize=500)
def _qr_drawing(address: str) -> SafeString:
    """One mask for all: every reader takes any, and weighing the eight costs four times the rest of the drawing."""
    code = segno.make(address, error="q", micro=False, mask=2)
    # Drawn from a string of squares: nothing of `address` reaches the markup.
    return mark_safe(code.svg_inline(scale=4, dark="#000", light="#fff", omitsize=True))


@register.simple_tag
def qr(address: str, label: str = "") -> SafeString:
    """A QR code of `address`, drawn in the page, level Q, with a word for those who do not see it."""
    return format_html(
        '<span class="qr" role="img" aria-label="{}">{}</span>',
        label or gettext("QR code of this page"),
        _qr_drawing(str(address)),
    )


# ---------------------------------------------------------------- forms


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with its label, help, errors and input."""
    return bound.as_field_group()


def _target(form: BaseForm, name: str) -> str:
    """Where the link of an error goes: the first input of its field."""
    if name not in form.fields:
        return ""
    bound = form[name]
    return bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)


def _line(form: BaseForm, name: str, error: ValidationError, message: str) -> str:
    """What the summary says of one error: a missing answer is named, since its own words stand beside the field."""
    if error.code == "required" and name in form.fields:
        return gettext("To complete: %(label)s") % {"label": form[name].label}
    return message


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """What must be completed, on top, each line a link to its field. Draws nothing when all is well."""
    lines = []
    if isinstance(form, BaseForm) and form.is_bound:
        for name, errors in form.errors.as_data().items():
            target = _target(form, name)
            lines += [(_line(form, name, error, message), target) for error in errors for message in error.messages]
    return {"lines": lines}


# ---------------------------------------------------------------- blocks of text


@register.simple_block_tag
def notice(content: str, kind: str = "info", shape: str = "") -> SafeString:
    """A calm band: info, ok, wait or no."""
    return format_html(
        '<div class="notice {}">{}<div class="stack-2">{}</div></div>', kind, icon(shape or SHAPES[kind]), content
    )


@register.inclusion_tag("components/messages.html")
def message_list(messages: Any) -> dict[str, Any]:
    kinds = [(LEVELS.get(item.level_tag, "info"), item) for item in messages or ()]
    return {"messages": [(kind, SHAPES[kind], item) for kind, item in kinds]}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_url: str = "", action_label: str = "", nearest: Any = (), phone: str = ""
) -> dict[str, Any]:
    """Why there is nothing, the nearest things ({label, url, note}), one act, and a human."""
    return {
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
        "nearest": nearest,
        "phone": phone,
    }


@register.inclusion_tag("components/key_facts.html")
def key_facts(facts: Any, title: str = "") -> dict[str, Any]:
    """ "En bref": pairs (term, value)."""
    return {"facts": [(term, value) for term, value in facts if value], "title": title}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """Label, address, label, address… of the pages above this one."""
    return {"items": list(zip(pairs[::2], pairs[1::2], strict=True))}


# ---------------------------------------------------------------- lists


@register.simple_tag
@drawn_once("components/offer_card.html", most=2_000)
def offer_card(offer: Any, heading: int = 3) -> Words:
    """An offer: name, url, organization, reason, facts (list of sentences), statuses ({kind, text, shape})."""
    return {
        "heading": str(heading),
        "name": _words(offer, "name"),
        "url": _words(offer, "url"),
        "organization": _words(offer, "organization"),
        "reason": _words(offer, "reason"),
        "facts": " ".join(_part(offer, "facts")),
        "statuses": status_tags(_part(offer, "statuses")),
        "is_stale": bool(_part(offer, "is_stale")),
    }


@register.inclusion_tag("components/directory.html")
def directory(entries: Any) -> dict[str, Any]:
    """Organizations or people: name, url, note."""
    return {"entries": entries}


@register.inclusion_tag("components/task_list.html", takes_context=True)
def task_list(context: template.Context, tasks: Any, heading: int = 3) -> dict[str, Any]:
    """Rows that wait for someone: title, url, text, status, action_url, action_label, is_post, chosen."""
    return {"tasks": tasks, "heading": heading, "csrf_token": context.get("csrf_token", "")}


@register.filter
def small_in_french(words: str) -> str:
    """Names of days and months: small letters in French, capitals in English."""
    return words.lower() if (translation.get_language() or "fr").startswith("fr") else words


@register.inclusion_tag("components/dates.html")
def dates(entries: Any) -> dict[str, Any]:
    """Dated things: day (date), title, url, note."""
    return {"entries": entries}


@register.simple_tag
@drawn_once("components/filter_chips.html")
def filter_chips(chips: Any, label: str = "") -> Words:
    """Filters that are links: label, url, chosen, count; a chosen one's address takes it away."""
    words = (
        (conditional_escape(_part(one, "label")), _words(one, "url"), bool(_part(one, "chosen")), _words(one, "count"))
        for one in chips
    )
    return {"label": label or gettext("Filters"), "chips": tuple(words)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, parameter: str = "page") -> dict[str, Any]:
    """Previous and next, and where one stands; the other words of the address are kept."""
    words = context["request"].GET.copy() if context.get("request") else None

    def address(number: int) -> str:
        if words is None:
            return f"?{parameter}={number}"
        words[parameter] = str(number)
        return "?" + words.urlencode()

    return {
        "page": page,
        "count": page.paginator.num_pages,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/data_table.html")
def data_table(
    caption: str, headers: Any, rows: Any, numbers: str = "", hide_caption: bool = False, folds: bool = True
) -> dict[str, Any]:
    """A table that folds on a phone, unless its few short columns fit there (`folds` False).

    First cell of a row is its heading; `numbers`: columns of figures, "2,3".
    """
    columns = {int(number) for number in numbers.split(",") if number}
    marked = [(header, index in columns) for index, header in enumerate(headers, 1)]
    body = [(row[0], [(*head, cell) for head, cell in zip(marked[1:], row[1:], strict=True)]) for row in rows]
    return {"caption": caption, "headers": marked, "rows": body, "hide_caption": hide_caption, "folds": folds}


# ---------------------------------------------------------------- the wave


@register.inclusion_tag("components/trajectory.html")
def trajectory(stages: Any, heading: int = 2) -> dict[str, Any]:
    """The wave going down: number, title, anchor, state (done, here, next, hole), text, offers, gap."""
    return {"stages": stages, "heading": str(heading), "offer_heading": heading + 1}


@register.inclusion_tag("components/short_trajectory.html")
def short_trajectory(stages: Any, label: str = "", lying: bool = False) -> dict[str, Any]:
    """The same in two lines a stage: number, title, note, state. `lying`: across the page when there is room."""
    return {"stages": stages, "label": label, "lying": lying}


@register.inclusion_tag("components/stations.html")
def stations(stages: Any, label: str = "") -> dict[str, Any]:
    """Five stations on the shore, under a hero: number, title, note, state, url."""
    return {"stages": stages, "label": label or gettext("The five stages of a project")}


@register.inclusion_tag("components/stop.html")
def stop(stage: Any) -> dict[str, Any]:
    return {"stage": stage, "shape": STAGE_SHAPES.get(_words(stage, "state"), "")}


@register.inclusion_tag("components/stepper.html")
def stepper(current: int, total: int) -> dict[str, Any]:
    """ "Question 2 sur 5", one arc a question."""
    steps = ["done" if number < current else "now" if number == current else "" for number in range(1, total + 1)]
    return {"current": current, "total": total, "steps": steps}


@register.inclusion_tag("components/progress.html")
def progress(steps: Any, label: str = "") -> dict[str, Any]:
    """The real steps of long work: text, state (done, here, next), note."""
    return {"steps": steps, "label": label or gettext("Progress")}


# ---------------------------------------------------------------- people, keeping


@register.inclusion_tag("components/duty_card.html")
def duty_card(person: Any, url: str = "", action: str = "") -> dict[str, Any]:
    """Who answers: name, organization, phone, hours, answers_before (date or words)."""
    name = person["name"] if isinstance(person, dict) else person.name
    initials = "".join(word[0] for word in str(name).split()[:2])
    return {
        "person": person,
        "initials": initials.upper(),
        "url": url,
        "action": action or gettext("Ask to be contacted"),
    }


@register.inclusion_tag("components/keep_bar.html")
def keep_bar(
    mail: str = "", pdf: str = "", qr_url: str = "", link: str = "", calendar: str = "", code: str = "", title: str = ""
) -> dict[str, Any]:
    """Keep this page: the addresses that exist, nothing else is shown."""
    return {
        "mail": mail,
        "pdf": pdf,
        "qr_url": qr_url,
        "link": link,
        "calendar": calendar,
        "code": code,
        "title": title or gettext("Keep this page"),
    }
