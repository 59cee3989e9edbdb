"""An invented network to print: twelve organizations, twenty-four offers, one route. Nobody here exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from laplateforme.portal.print.contents import (
    DutySheet,
    FunctionSheet,
    NetworkSheet,
    OfferSheet,
    OrganizationSheet,
    RouteOffer,
    RouteSheet,
    RouteStep,
    StageSheet,
    StructureSheet,
)

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = AT.date()
STAGES = (
    StageSheet(
        "IMAGINE",
        "Imaginer",
        "J’ai une envie. Par où commencer ?",
        "Dire son envie, la confronter, trouver d’autres personnes.",
    ),
    StageSheet(
        "GATHER",
        "Réunir",
        "Nous sommes plusieurs. Comment décider ensemble ?",
        "Formuler le projet commun, répartir les rôles.",
    ),
    StageSheet(
        "BUILD",
        "Bâtir",
        "Notre projet tient-il debout ? Pouvons-nous essayer ?",
        "Besoin du territoire, modèle économique, essai pour de vrai.",
    ),
    StageSheet(
        "LAUNCH",
        "Lancer",
        "Comment créer et réunir l’argent ?",
        "Statuts, agréments, premiers financements, local.",
    ),
    StageSheet(
        "LAST",
        "Durer",
        "Nous avons démarré. Qui reste à nos côtés ?",
        "Premiers emplois, trésorerie, seconde étape.",
    ),
)
FUNCTIONS = tuple(
    FunctionSheet(code, name)
    for code, name in (
        ("WELCOME", "Accueillir"),
        ("TRAIN", "Former"),
        ("ADVISE", "Conseiller"),
        ("FUND", "Financer"),
        ("HOUSE", "Héberger"),
        ("CONNECT", "Relier"),
    )
)
DUTY = DutySheet(
    "Nadia Ferrand",
    "L’Amarre",
    "04 65 71 20 11",
    "nadia@amarre.example",
    "du lundi au vendredi, de 9 h à 17 h",
    "Réponse sous 2 jours ouvrés",
)
# fmt: off
ORGANIZATIONS = (
    ("amarre", "L’Amarre, coopérative d’accueil", "L’Amarre", "Marseille"),
    ("restanques", "La Fabrique des Restanques", "Restanques", "Aubagne"),
    ("micocoulier", "Les Ateliers du Micocoulier", "Micocoulier", "Aix-en-Provence"),
    ("cabanon", "Le Grand Cabanon, pépinière", "Grand Cabanon", "Marseille"),
    ("nid", "Le Nid d’algues, couveuse", "Nid d’algues", "Martigues"),
    ("tramontane", "Fonds solidaire Tramontane", "Tramontane", "Marseille"),
    ("juristes", "Les Juristes du quai", "Juristes du quai", "Marseille"),
    ("relais", "Cercle Passe-Relais", "Passe-Relais", "Salon-de-Provence"),
    ("radeau", "Le Radeau numérique", "Radeau numérique", "La Ciotat"),
    ("comptoir", "Le Comptoir des Cigalons", "Cigalons", "Arles"),
    ("ecole", "L’École du faire ensemble", "Faire ensemble", "Aix-en-Provence"),
    ("aic", "Association intercommunale pour l’appui aux initiatives collectives et solidaires du pays de Berre",
     "Appui pays de Berre", "Istres"),
)
# fmt: on
# fmt: off
OFFERS = (
    ("k2a", "amarre", "IMAGINE", "WELCOME", "Premier accueil, sans rendez-vous",
     "Toute personne qui a une envie, même floue", "12 quai des Belles-Écritures, Marseille", "Marseille", "Gratuit",
     "2026-11-24", "open", "Places disponibles", "Venez le mardi de 9 h à 12 h, ou appelez le 04 65 71 20 11",
     "2026-11-16"),
    ("k2b", "aic", "IMAGINE", "WELCOME", "Permanence des initiatives, un village par semaine",
     "Habitantes et habitants de huit communes", "En mairie, Istres, Martigues, Berre-l’Étang",
     "Istres|Martigues|Berre-l’Étang", "Gratuit", "2026-11-26", "open", "Places disponibles",
     "Réservez 30 minutes au 04 65 71 20 24", "2026-10-30"),
    ("k2c", "restanques", "IMAGINE", "ADVISE CONNECT",
     "Marché aux idées : une soirée pour trouver vos alliées et alliés", "Personnes seules qui cherchent une équipe",
     "Halle de la Vieille-Fontaine, Aubagne", "Aubagne", "Prix libre", "2026-12-03", "open", "40 places",
     "Venez, c’est ouvert. Prévenez si vous avez un enfant à garder", "2026-11-12"),
    ("k2d", "comptoir", "IMAGINE", "WELCOME", "Café des envies", "Toute personne du pays d’Arles",
     "Le Comptoir, Arles, et en visite à Tarascon", "Arles|Tarascon", "Gratuit", "", "ask", "Date à confirmer",
     "Écrivez à bonjour@cigalons.example", "2026-03-02"),
    ("k3a", "restanques", "GATHER", "ADVISE", "Entreprendre au collectif : atelier de cinq séances",
     "Groupes de 2 à 8 personnes, sans structure juridique", "14 rue des Potiers, Aubagne", "Aubagne", "Gratuit",
     "2026-12-08", "open", "6 places pour janvier", "Demandez un contact en ligne ou au 04 65 71 20 32",
     "2026-11-10"),
    ("k3b", "ecole", "GATHER", "TRAIN", "Décider à plusieurs : deux jours de formation",
     "Équipes en cours de formation, associations", "7 cours des Micocouliers, Aix-en-Provence", "Aix-en-Provence",
     "40 € par personne, 0 € sans emploi", "2026-12-10", "wait", "Liste d’attente : 3 semaines",
     "Inscrivez-vous à stages@faire-ensemble.example", "2026-11-02"),
    ("k3c", "amarre", "GATHER BUILD", "ADVISE", "Trois rendez-vous pour écrire votre projet commun",
     "Équipes d’au moins deux personnes", "Marseille, ou par téléphone", "Marseille", "Gratuit", "2026-11-30", "open",
     "4 places", "Appelez Nadia, 04 65 71 20 11", "2026-11-16"),
    ("k3d", "aic", "GATHER", "ADVISE CONNECT", "Rencontrer votre commune et ses partenaires",
     "Équipes qui répondent à un besoin local", "Pays de Berre et étang de Berre", "Istres|Berre-l’Étang|Martigues",
     "Gratuit", "2026-12-15", "ask", "Après un premier échange", "Demandez un contact en ligne", "2026-10-30"),
    ("k4a", "micocoulier", "BUILD", "ADVISE", "Étude de faisabilité accompagnée, quatre mois",
     "Équipes dont le projet est écrit", "Aix-en-Provence et Salon-de-Provence", "Aix-en-Provence|Salon-de-Provence",
     "Gratuit, financé par la Région", "2027-01-12", "wait", "Liste d’attente : 5 semaines",
     "Remplissez la fiche en ligne (10 minutes)", "2026-11-05"),
    ("k4b", "juristes", "BUILD", "ADVISE", "Quelle forme juridique pour nous ?",
     "Équipes qui hésitent entre association, coopérative, société", "Marseille, ou en visio", "Marseille",
     "Gratuit la première heure, puis 35 €", "2026-11-27", "open", "Places disponibles",
     "Prenez rendez-vous au 04 65 71 20 45", "2026-11-18"),
    ("k4c", "ecole", "BUILD", "TRAIN", "Construire son modèle économique", "Une ou deux personnes par projet",
     "Aix-en-Provence", "Aix-en-Provence", "60 €, tarif réduit 15 €", "2026-12-17", "full",
     "Complet en décembre, ouvert en mars", "Laissez votre adresse, nous vous écrivons", "2026-11-02"),
    ("k4d", "relais", "BUILD", "CONNECT", "Un groupe témoin lit votre projet", "Équipes avec un premier budget",
     "Salle des Amandiers, Salon-de-Provence", "Salon-de-Provence", "Gratuit", "2026-12-04", "open",
     "2 projets par séance", "Envoyez une page à lecture@passe-relais.example", "2026-11-09"),
    ("k5a", "nid", "BUILD", "HOUSE ADVISE", "Essayer votre activité sous contrat, jusqu’à 36 mois",
     "Personnes seules ou équipes de trois au plus", "8 traverse des Salins, Martigues", "Martigues|Istres",
     "10 % de vos ventes", "2026-12-07", "open", "5 places", "Réunion d’information le lundi, sans inscription",
     "2026-11-13"),
    ("k5b", "cabanon", "BUILD", "HOUSE", "Un bureau pour trois mois", "Équipes qui veulent un lieu avant de créer",
     "31 boulevard des Tisserandes, Marseille", "Marseille", "60 € par mois", "2026-12-01", "full",
     "Complet jusqu’en février", "Demandez à être prévenue ou prévenu", "2026-11-20"),
    ("k5c", "comptoir", "BUILD", "HOUSE CONNECT", "Étal partagé au marché paysan",
     "Projets alimentaires et artisanaux", "Marchés d’Arles et de Tarascon", "Arles|Tarascon", "12 € par jour", "",
     "ask", "À demander", "Appelez le 04 65 71 20 58", "2026-02-10"),
    ("k6a", "juristes", "LAUNCH", "ADVISE", "Relire vos statuts ensemble", "Équipes prêtes à signer",
     "Marseille, ou en visio", "Marseille", "80 €, 0 € pour les petits budgets", "2026-12-02", "open",
     "Réponse sous 5 jours", "Envoyez votre projet de statuts en ligne", "2026-11-18"),
    ("k6b", "tramontane", "LAUNCH", "FUND", "Prêt d’honneur collectif, de 2 000 à 15 000 €",
     "Équipes créées depuis moins d’un an", "Marseille, comité ouvert à tout le département", "Marseille",
     "0 %, remboursé en 4 ans", "2026-12-18", "open", "Comité le 18 décembre",
     "Préparez votre demande avec une structure du réseau", "2026-11-06"),
    ("k6c", "tramontane", "LAUNCH", "FUND TRAIN", "Parler d’argent sans trembler",
     "Personnes qui demandent leur premier financement", "Marseille et Aubagne", "Marseille|Aubagne", "Gratuit",
     "2026-12-09", "open", "12 places", "Inscrivez-vous en ligne ou au 04 65 71 20 63", "2026-11-06"),
    ("k6d", "cabanon", "LAUNCH", "HOUSE", "Entrer à la pépinière : 11 bureaux, quatre ans au plus",
     "Structures de l’économie sociale et solidaire de moins de deux ans", "31 boulevard des Tisserandes, Marseille",
     "Marseille", "De 95 à 210 € par mois, selon l’âge du projet", "2027-01-20", "wait", "Un bureau libre en avril",
     "Visite le premier jeudi du mois", "2026-11-20"),
    ("k6e", "radeau", "LAUNCH", "ADVISE", "Votre site et vos outils libres en une semaine",
     "Structures nouvelles, sans service informatique", "La Ciotat, ou à distance", "La Ciotat",
     "150 € pour la semaine", "2026-12-14", "open", "3 places", "Écrivez à embarquer@radeau.example", "2026-04-28"),
    ("k7a", "amarre", "LAST LAUNCH", "ADVISE", "Suivi de la première année",
     "Équipes accompagnées ou non avant la création", "Marseille et Aubagne", "Marseille|Aubagne", "Gratuit",
     "2026-12-11", "open", "Places disponibles", "Appelez Nadia, 04 65 71 20 11", "2026-11-16"),
    ("k7b", "micocoulier", "LAST", "ADVISE TRAIN", "Embaucher pour la première fois",
     "Associations et coopératives, premier emploi", "Aix-en-Provence", "Aix-en-Provence", "Gratuit", "2026-12-16",
     "open", "8 places", "Inscrivez-vous en ligne", "2026-11-05"),
    ("k7c", "relais", "LAST BUILD", "CONNECT", "Une marraine ou un parrain pendant un an",
     "Responsables de structure isolés", "Salon-de-Provence, Arles", "Salon-de-Provence|Arles", "Gratuit",
     "2027-01-08", "open", "6 binômes", "Demandez un contact en ligne", "2026-11-09"),
    ("k7d", "cabanon", "LAST", "HOUSE CONNECT", "Partager secrétariat, copieur et salle de réunion",
     "Structures installées à moins de 5 km", "31 boulevard des Tisserandes, Marseille", "Marseille",
     "À l’usage, dès 5 €", "2026-11-25", "open", "Places disponibles", "Passez à l’accueil, de 8 h 30 à 17 h",
     "2026-11-20"),
)
# fmt: on


def offers() -> tuple[OfferSheet, ...]:
    """Those of the table; not read again for six months means stale."""
    made = []
    for row in OFFERS:
        code, owner, stages, functions, name, audience, place, communes, price, following, state, words, ask, read = row
        checked = date.fromisoformat(read)
        made.append(
            OfferSheet(
                code=code,
                organization=owner,
                stages=tuple(stages.split()),
                functions=tuple(functions.split()),
                name=name,
                audience=audience,
                place=place,
                communes=tuple(communes.split("|")),
                price=price,
                next_date=date.fromisoformat(following) if following else None,
                capacity=state,
                capacity_words=words,
                ask=ask,
                checked=checked,
                stale=TODAY - checked > timedelta(days=180),
            )
        )
    return tuple(made)


def network(**changes: object) -> NetworkSheet:
    sheet = NetworkSheet(
        name="La Plateforme",
        claim="Entreprendre autrement, à plusieurs",
        updated=TODAY,
        stages=STAGES,
        functions=FUNCTIONS,
        organizations=tuple(OrganizationSheet(*row) for row in ORGANIZATIONS),
        offers=offers(),
        address="https://laplateforme.example",
        start_address="https://laplateforme.example/aller",
        territory="Bouches-du-Rhône",
        positioning=(
            "Ici, personne ne vend son offre contre celle de la voisine. Nos structures se sont mises d’accord pour "
            "présenter tout ce qu’elles savent faire, au même endroit, avec les mêmes mots.",
            "Vous venez avec une question. Une personne vous répond, vous propose un chemin et reste joignable quand "
            "vous passez d’une structure à l’autre.",
        ),
        short="12 structures, un seul chemin. Vous venez avec une question, le réseau vous répond.",
        edition="Hiver 2026",
        phone="04 65 71 20 10",
        hours="du lundi au vendredi, de 9 h à 17 h",
        duty=DUTY,
        structure=StructureSheet(
            organization="restanques",
            words="Nous aidons les groupes à décider ensemble, avant même de créer.",
            does=(
                "Le Marché aux idées, chaque premier jeudi du mois",
                "L’atelier « Entreprendre au collectif », cinq séances",
                "Un suivi par téléphone entre deux séances",
            ),
            does_not="Nous ne finançons pas et nous n’hébergeons pas : nous passons le relais à la structure voisine.",
            contact=("Samira Oualid", "04 65 71 20 32"),
            address="https://laplateforme.example/s/restanques",
        ),
    )
    return replace(sheet, **changes)


def with_offers(count: int) -> NetworkSheet:
    """The same network with as many offers as asked."""
    table = offers()
    made = [replace(table[number % len(table)], code=f"n{number}") for number in range(count)]
    return network(offers=tuple(made))


def route_offer(code: str, why: str) -> RouteOffer:
    sheet = network()
    offer = next(one for one in sheet.offers if one.code == code)
    return RouteOffer(
        name=offer.name,
        organization=sheet.organization(offer.organization).name,
        why=why,
        ask=offer.ask,
        capacity=offer.capacity,
        capacity_words=offer.capacity_words,
        next_date=offer.next_date,
        price=offer.price,
        stale=offer.stale,
    )


def route(**changes: object) -> RouteSheet:
    gap = (
        "Aucune place d’essai autour d’Arles pour l’instant. La plus proche est à Martigues (45 km). "
        "Nous avons noté ce manque."
    )
    sheet = RouteSheet(
        code="FENOUIL-27",
        network="La Plateforme",
        made=TODAY,
        until=date(2027, 5, 22),
        updated=TODAY,
        address="https://laplateforme.example/t/FENOUIL-27",
        words="Nous sommes quatre et nous voulons ouvrir une épicerie coopérative. "
        "Nous ne savons pas si nous pouvons essayer avant de créer.",
        facts=("À Arles", "Quatre personnes", "Pas encore de structure juridique"),
        steps=(
            RouteStep(1, "Imaginer", "done", "Votre envie est claire."),
            RouteStep(
                2,
                "Réunir",
                "here",
                "Formuler le projet commun, répartir les rôles.",
                (
                    route_offer("k3a", "Parce que vous êtes plusieurs et sans structure juridique."),
                    route_offer("k3c", "Parce que ces rendez-vous existent aussi par téléphone."),
                ),
            ),
            RouteStep(
                3,
                "Bâtir",
                "gap",
                gap,
                (
                    route_offer("k4b", "Parce que vous hésitez entre deux formes juridiques."),
                    route_offer("k5a", "Parce que c’est la couveuse la plus proche."),
                ),
            ),
            RouteStep(
                4,
                "Lancer",
                "next",
                "Comptez six mois.",
                (route_offer("k6b", "Parce que le prêt s’adresse aux équipes."),),
            ),
            RouteStep(5, "Durer", "next", "", (route_offer("k7c", "Parce que vous serez des responsables isolés."),)),
        ),
        duty=replace(DUTY, delay="Réponse au plus tard le mardi 24 novembre 2026"),
    )
    return replace(sheet, **changes)
