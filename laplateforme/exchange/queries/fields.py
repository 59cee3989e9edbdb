# ruff: noqa: E501  tables and sentences read better whole
"""What a column may become: our fields, how each is read, and the names that other people give them."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Capacity, Fee, OfferForm, Selection

CHOICES = {"selection": Selection, "form": OfferForm, "fee": Fee, "capacity": Capacity}


@dataclass(frozen=True)
class Target:
    """`kind`: text, long, codes, words, choice, whole, money, email, link, commune, areas or key.

    `names`: folded names of columns seen elsewhere. `di`: names in data·inclusion v1.
    """

    name: str
    kind: str
    names: tuple[str, ...] = ()
    di: tuple[str, ...] = ()
    title: str | Promise = ""

    @property
    def label(self) -> str:
        """In the language of the page."""
        words = str(self.title or Offer._meta.get_field(self.name).verbose_name)  # type: ignore[union-attr]
        return words[:1].upper() + words[1:]

    @property
    def longest(self) -> int | None:
        return getattr(Offer._meta.get_field(self.name), "max_length", None) if not self.title else 160


def _names(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


TARGETS: tuple[Target, ...] = (
    Target(
        "organization",
        "key",
        _names(
            "structure, organisation, organisme, nom de la structure, organization, financeurs, financeur, porteur, "
            "operateur, operateur de contact, propose par, association, structure nom, nom structure"
        ),
        ("structure_id",),
        _("organization"),
    ),
    Target("name", "text", _names("nom, titre, intitule, nom de l offre, offre, nom du service, service, dispositif, "
                                  "name, title, nom de l aide, libelle"), ("nom",)),
    Target("summary", "text", _names("resume, en bref, accroche, promesse, summary, chapo, presentation resume,"
                                     "presentation courte, phrase"), ("presentation_resume",)),
    Target("description", "long", _names("description, descriptif, presentation, contenu, presentation detail, details,"
                                         "description complete, texte"), ("description",)),
    Target("audience_words", "text", _names("pour qui, beneficiaire, beneficiaires, public vise, cible, cibles, profil,"
                                            "profils, a qui, publics precisions"), ("publics_precisions",)),
    Target("functions", "codes", _names("fonctions, fonction, type, types, type d aide, types d aides, type de service, "
                                        "nature de l aide, nature, functions"), ("type",)),
    Target("stages", "codes", _names("etapes, etape, stade, phase, avancement, etat d avancement, stages, stage"),
           ("thematiques",)),
    Target("themes", "codes", _names("themes, theme, thematiques, thematique, domaines, domaine, categories, categorie, "
                                     "sujets"), ("thematiques",)),
    Target("audiences", "codes", _names("publics, public, audiences, audience"), ("publics",)),
    Target("holder_types", "codes", _names("type de porteur, porteurs, qui porte")),
    Target("legal_forms", "codes", _names("formes juridiques, forme juridique, statut juridique, statuts")),
    Target("receptions", "codes", _names("modes d accueil, mode d accueil, accueil, modalite, presentiel ou distance"),
           ("modes_accueil",)),
    Target("settings", "codes", _names("individuel ou collectif, cadre, format d accompagnement")),
    Target("reach", "codes", _names("modes de mobilisation, moyens de contact, comment contacter"),
           ("modes_mobilisation",)),
    Target("open_to", "codes", _names("mobilisable par, qui peut demander"), ("mobilisable_par",)),
    Target("lay_words", "words", _names("mots cles, mots clefs, tags, keywords, etiquettes")),
    Target("selection", "choice", _names("selection, aap ami, appel a projets, mode de selection")),
    Target("form", "choice", _names("forme, ponctuel ou programme")),
    Target("duration_note", "text", _names("duree, duree de l accompagnement, duration, recurrence")),
    Target("fee", "choice", _names("frais, tarif, gratuit ou payant, fee, payant"), ("frais",)),
    Target("fee_note", "text", _names("precisions tarif, frais precisions, cout, cout de l accompagnement, montant, "
                                      "details du tarif"), ("frais_precisions",)),
    Target("price_from", "money", _names("prix minimum, tarif minimum, prix min, a partir de")),
    Target("price_to", "money", _names("prix maximum, tarif maximum, prix max, jusqu a")),
    Target("conditions", "long", _names("conditions, conditions d acces, eligibilite, criteres, conditions d eligibilite, "
                                        "conditions d eligibilite autres criteres d eligibilite"),
           ("conditions_acces",)),
    Target("documents_to_bring", "long", _names("documents a fournir, justificatifs, pieces a fournir, quoi apporter")),
    Target("how_to_ask", "long", _names("comment demander, demarches, demarche, comment candidater, modalites de demande, "
                                        "objectifs description"), ("mobilisation_precisions",)),
    Target("contact_phone", "text", _names("telephone, tel, phone, numero de telephone"), ("telephone",)),
    Target("contact_email", "email", _names("courriel, email, e mail, mail, adresse mail, adresse electronique"),
           ("courriel",)),
    Target("contact_link", "link", _names("lien, url, site, site web, page web, lien source, lien de la fiche"),
           ("lien_mobilisation", "lien_source")),
    Target("coverage", "areas", _names("territoire, territoires, zone, zone d intervention, perimetre, secteur "
                                       "geographique, zone eligibilite, departement"), ("zone_eligibilite",)),
    Target("commune", "commune", _names("commune, ville, code insee, insee, city, code postal"), ("code_insee",)),
    Target("address", "text", _names("adresse, address, rue, adresse postale"), ("adresse",)),
    Target("capacity", "choice", _names("places, capacite, disponibilite, capacity")),
    Target("waitlist_weeks", "whole", _names("semaines d attente, delai d attente")),
    Target("recheck_months", "whole", _names("a reverifier tous les")),
    Target("units_count", "whole", _names("nombre de bureaux, nombre de places")),
    Target("included_services", "long", _names("services compris, services inclus")),
    Target("max_stay_months", "whole", _names("duree maximale en mois")),
    Target("external_id", "key", _names("id, identifiant, identifiant a la source, reference, ref, uid, code, external id"),
           ("id",)),
)  # fmt: skip
BY_NAME = {target.name: target for target in TARGETS}
WRITABLE = tuple(target.name for target in TARGETS if target.name not in {"organization", "external_id"})


def french_label(target: Target) -> str:
    """The head of the column in our own exports, whatever the language of the page."""
    with translation.override("fr"):
        return target.label
