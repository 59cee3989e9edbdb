"""What the living page of components shows. Every organization and person is invented."""

from datetime import timedelta
from typing import Any

from django import forms, template
from django.core.paginator import Page, Paginator
from django.utils import timezone

register = template.Library()

LONG = "Coopérative intercommunale d’accompagnement des initiatives solidaires et alimentaires du pays d’Aubagne"


class SampleForm(forms.Form):
    """One field of each kind, refused on purpose."""

    name = forms.CharField(label="Prénom et nom", initial="Leïla")
    phone = forms.CharField(label="Téléphone", help_text="Dix chiffres, ou laissez vide si vous préférez le mail.")
    commune = forms.CharField(label="Votre commune", required=False)
    day = forms.DateField(label="Date souhaitée", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    stage = forms.ChoiceField(label="Étape", choices=[("1", "Imaginer"), ("2", "Réunir"), ("3", "Bâtir")])
    need = forms.ChoiceField(
        label="Ce qui vous amène",
        widget=forms.RadioSelect,
        choices=[("a", "Nous voulons savoir si notre idée tient"), ("b", "Nous cherchons comment nous organiser")],
    )
    means = forms.MultipleChoiceField(
        label="Vous rappeler",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("m", "Le matin"), ("s", "Le soir")],
    )
    message = forms.CharField(label="Votre besoin, avec vos mots", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="La personne est d’accord, lu à voix haute")

    def clean_phone(self) -> str:
        raise forms.ValidationError("Il manque deux chiffres au téléphone")


def _offers() -> list[dict[str, Any]]:
    return [
        {
            "name": "Décider à plusieurs",
            "url": "#cards",
            "organization": "Tramontelle, Marseille",
            "reason": "Parce que vous êtes quatre et que vous cherchez qui décide.",
            "facts": ["5 séances de 3 h.", "Gratuit."],
            "statuses": [{"kind": "ok", "text": "4 places"}, {"kind": "info", "text": "Vérifiée il y a 12 jours"}],
        },
        {
            "name": f"Un accueil au nom très long : {LONG}",
            "url": "#cards",
            "organization": LONG,
            "is_stale": True,
            "reason": "Parce que c’est à 10 minutes de chez vous et que les statuts suivent les chiffres.",
            "facts": ["Rendez-vous de 1 h 30.", "De 0 à 60 euros selon vos revenus."],
            "statuses": [
                {"kind": "wait", "text": "Liste d’attente : 2 semaines"},
                {"kind": "no", "text": "Vérifiée il y a 7 mois", "shape": "clock"},
            ],
        },
    ]


def _stages(offers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    gap = {
        "sentences": ["Personne ne finance un commerce alimentaire à Aubagne.", "Nous préférons vous le dire."],
        "action_url": "#trajectory",
        "action_label": "Me prévenir si cela change",
    }
    return [
        {
            "number": 1,
            "title": "Imaginer",
            "anchor": "imagine",
            "state": "done",
            "note": "Fait",
            "url": "#imagine",
            "text": "Vous avez une idée et une équipe.",
        },
        {
            "number": 2,
            "title": "Réunir",
            "anchor": "gather",
            "state": "here",
            "note": "Vous êtes ici",
            "url": "#gather",
            "text": "Deux offres qui se complètent.",
            "offers": offers,
        },
        {
            "number": 3,
            "title": "Bâtir",
            "anchor": "build",
            "state": "next",
            "note": "À venir",
            "url": "#build",
            "offers": offers[:1],
        },
        {
            "number": 4,
            "title": "Lancer",
            "anchor": "launch",
            "state": "hole",
            "note": "Aucune offre",
            "url": "#launch",
            "gap": gap,
        },
        {"number": 5, "title": "Durer", "anchor": "last", "state": "next", "note": "À venir", "url": "#last"},
    ]


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "title": "Épicerie d’Aubagne, équipe de Leïla",
            "url": "#tasks",
            "text": "Réponse promise pour jeudi.",
            "chosen": True,
            "status": {"kind": "no", "text": "En retard de 4 jours"},
            "action_url": "#tasks",
            "action_label": "Répondre",
        },
        {
            "title": "Votre offre Premiers chiffres",
            "url": "#tasks",
            "text": "Vérifiée il y a 5 mois.",
            "status": {"kind": "wait", "text": "Avant dimanche", "shape": "clock"},
            "action_url": "#tasks",
            "action_label": "Rien n’a changé",
            "is_post": True,
        },
    ]


def _dates() -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "day": today + timedelta(days=2),
            "title": "Café des idées collectives",
            "url": "#dates",
            "note": "Aubagne, 18 h.",
        },
        {"day": today + timedelta(days=10), "title": LONG, "url": "#dates"},
    ]


def _person() -> dict[str, str]:
    return {
        "name": "Inès Ferrandi",
        "organization": "Maison Ravelle",
        "phone": "04 65 71 12 40",
        "hours": "du lundi au vendredi, de 9 h à 17 h",
        "answers_before": "mercredi 25 novembre, 18 h",
    }


def _page() -> Page:
    return Paginator(range(60), 20).get_page(2)


@register.simple_tag
def component_samples() -> dict[str, Any]:
    offers = _offers()
    return {
        "form": SampleForm({"phone": "06 39 98 01", "need": "b", "message": "Nous sommes quatre."}),
        "offers": offers,
        "stages": _stages(offers),
        "tasks": _tasks(),
        "page": _page(),
        "empty_page": [],
        "long": LONG,
        "facts": [("Pour qui", "Équipes de 2 à 8 personnes"), ("Combien", "Gratuit"), ("Où", LONG), ("Absent", "")],
        "dates": _dates(),
        "directory": [
            {"name": "Maison Ravelle", "url": "#directory", "note": "Accueillir et orienter, Aubagne"},
            {"name": LONG, "url": "#directory", "note": "Relier"},
            {"name": "Ourséa", "url": "#directory"},
        ],
        "chips": [
            {"label": "Gratuit", "url": "#chips", "chosen": True, "count": 12},
            {"label": "Places libres", "url": "#chips", "count": 4},
            {"label": "En ligne", "url": "#chips"},
        ],
        "person": _person(),
        "headers": ["Relais", "Nombre", "Délai médian"],
        "rows": [("Acceptés", "31", "4 jours"), ("Refusés, avec une suite", "moins de 5", "")],
        "steps": [
            {"text": "Lire le fichier", "state": "done", "note": "480 lignes"},
            {"text": "Chercher les doublons", "state": "here", "note": "210 sur 480"},
            {"text": "Préparer l’aperçu", "state": "next"},
        ],
        "nearest": [{"label": "Fonds Lentisque", "url": "#empty", "note": "à Toulon, 48 km"}],
        "differences": [
            {
                "label": "Résumé",
                "mine": "Cinq séances pour se mettre d’accord.",
                "theirs": "Cinq séances. Un accord écrit.",
            },
            {"label": "Prix", "mine": "", "theirs": "Gratuit"},
        ],
        "posted": [("version", "4")],
    }
