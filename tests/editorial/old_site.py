"""A small old site, with one of each thing; what is found of it once it is brought over."""

from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    Author,
    Keyword,
    OldAddress,
    Picture,
    SectionPage,
)
from laplateforme.forum.models import Board, Post, Topic

ROWS: list[tuple[str, dict[str, str]]] = [
    ("rubriques", {"id_rubrique": "1", "id_parent": "0", "titre": "10. Agir", "statut": "publie", "descriptif": "Ici"}),
    ("rubriques", {"id_rubrique": "2", "id_parent": "1", "titre": "Dans l'été", "statut": "publie",
                   "texte": "{{{Titre}}}\n\nUn texte."}),
    ("rubriques", {"id_rubrique": "3", "id_parent": "0", "titre": "Vide", "statut": "prepa"}),
    ("rubriques", {"id_rubrique": "4", "id_parent": "0", "titre": "Secrets", "statut": "prepa"}),
    ("articles", {"id_article": "12", "id_rubrique": "2", "titre": "Une &#233;tape", "statut": "publie", "lang": "fr",
                  "date": "2007-12-13 10:00:00", "chapo": "En deux mots.", "url_propre": "Une-etape",
                  "texte": "Voir [la suite->art13], [rien->art99].\n\n<img1|left>\n\n[le guide->doc2]\n\n-* un",
                  "ps": "Fin", "nom_site": "Ailleurs", "url_site": "https://exemple.example/", "id_trad": "12"}),
    ("articles", {"id_article": "13", "id_rubrique": "2", "titre": "The next one", "statut": "publie", "lang": "en",
                  "date": "2007-12-13 10:00:00", "texte": "[back->article.php3?id_article=12]", "id_trad": "12"}),
    ("articles", {"id_article": "14", "id_rubrique": "4", "titre": "Brouillon", "statut": "prepa"}),
    ("articles", {"id_article": "15", "id_rubrique": "1", "titre": "Jeté", "statut": "poubelle"}),
    ("breves", {"id_breve": "5", "id_rubrique": "1", "titre": "Brève", "statut": "publie", "texte": "Court",
                "date_heure": "2008-01-02 08:00:00"}),
    ("groupes_mots", {"id_groupe": "2", "titre": "1. Thèmes"}),
    ("mots", {"id_mot": "7", "id_groupe": "2", "titre": "coopérer"}),
    ("mots_liens", {"id_mot": "7", "objet": "article", "id_objet": "12"}),
    ("auteurs", {"id_auteur": "4", "nom": "Une autrice", "statut": "1comite"}),
    ("auteurs_liens", {"id_auteur": "4", "objet": "article", "id_objet": "12"}),
    ("documents", {"id_document": "1", "titre": "Un dessin", "fichier": "IMG/png/dessin.png"}),
    ("documents", {"id_document": "2", "titre": "Le guide", "fichier": "IMG/txt/guide.txt"}),
    ("documents", {"id_document": "3", "titre": "", "fichier": "IMG/../../secret.txt"}),
    ("documents_liens", {"id_document": "3", "objet": "article", "id_objet": "12"}),
    ("forum", {"id_forum": "1", "objet": "article", "id_objet": "12", "titre": "Bravo",
               "texte": "{{Merci}}\n\n- à tous", "auteur": "Claude claude@exemple.example",
               "statut": "publie", "date_heure": "2008-01-01 10:00:00"}),
    ("forum", {"id_forum": "2", "id_parent": "1", "objet": "article", "id_objet": "12", "titre": "Bravo",
               "texte": "Oui", "auteur": "", "statut": "prop", "date_heure": "2008-01-02 10:00:00"}),
    ("forum", {"id_forum": "3", "objet": "article", "id_objet": "12", "titre": "x", "texte": "y", "statut": "spam",
               "date_heure": "2008-01-02 10:00:00"}),
    ("petitions", {"id_article": "12"}),
]  # fmt: skip


def article(number: int) -> ArticlePage:
    """The text that had this number."""
    return ArticlePage.objects.get(origin=f"spip:ancien:articles:{number}")


def counts() -> list[int]:
    """How many there are of each thing that an import writes."""
    models = (ArticlePage, SectionPage, Keyword, Author, Picture, AttachedFile, OldAddress, Topic, Post, Board)
    return [model.objects.count() for model in models]
