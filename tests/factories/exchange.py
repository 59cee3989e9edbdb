"""Files and imports."""

import csv
import io
from typing import Any

import factory

from laplateforme.exchange.models import ImportBatch, ImportLine, ImportSource
from tests.factories.network import NetworkFactory


class ImportSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportSource

    network = factory.SubFactory(NetworkFactory)
    name = factory.Sequence(lambda number: f"Tableur {number}")
    format = "csv"


class ImportBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportBatch

    source = factory.SubFactory(ImportSourceFactory)
    file_name = "offres.csv"
    file_hash = "0" * 64
    format = "csv"
    status = "preview"
    columns = factory.LazyFunction(lambda: [{"name": "Nom", "samples": ["Relire des statuts"]}])


class ImportLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportLine

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda number: number + 2)
    action = "create"
    label = "Relire des statuts"


HEAD = ["Nom", "Structure", "Résumé", "Étapes", "Fonctions", "Territoire", "Comment demander", "Publics", "Prix"]
ROWS = [
    ["Relire des statuts", "Maison Ravelle", "Une heure ensemble.", "étude de faisabilité", "accompagnement spécialisé",
     "Bouches-du-Rhône", "Appelez-nous.", "jeunes | femmes", "gratuit"],
    ["Trouver un local", "Cap Farigoule", "Une visite.", "création juridique", "hébergement", "dep:13", "Écrivez-nous.",
     "Tous publics", "payant"],
]  # fmt: skip


def csv_file(
    rows: list[list[str]] = ROWS, head: list[str] = HEAD, *, separator: str = ";", encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([head, *rows])
    return text.getvalue().encode(encoding)


def named(content: bytes, name: str = "offres.csv") -> Any:
    """A file as the actions take it."""
    from django.core.files.base import ContentFile

    return ContentFile(content, name=name)
