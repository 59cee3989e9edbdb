"""Words of this room."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestStatus(TextChoices):
    """The life of a request for contact."""

    NEW = "new", _("received")
    ROUTED = "routed", _("passed to an organization")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed without an answer")

    OPEN = nonmember(("new", "routed"))


ALLOWED_MOVES = {
    RequestStatus.NEW: {RequestStatus.ROUTED, RequestStatus.ANSWERED, RequestStatus.CLOSED},
    RequestStatus.ROUTED: {RequestStatus.ROUTED, RequestStatus.ANSWERED, RequestStatus.CLOSED},
    RequestStatus.ANSWERED: set(),
    RequestStatus.CLOSED: set(),
}


class Means(TextChoices):
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")


class Situation(TextChoices):
    """Where people say they are: the first question, in plain words."""

    IDEA = "idea", _("I have an idea")
    TEAM = "team", _("There are several of us")
    STARTED = "started", _("We have started")
    NONE = "none", _("None of these situations")

    HINTS = nonmember(
        {
            "idea": _("I do not know yet where to begin"),
            "team": _("We are looking for a way to organize"),
            "started": _("Premises, money, a first job"),
            "none": _("Someone of the network listens to you; you may also go on"),
        }
    )
    VERBS = nonmember({"idea": ("IMAGINE",), "team": ("GATHER", "BUILD"), "started": ("LAUNCH", "LAST"), "none": ()})

    @property
    def hint(self) -> str:
        return str(Situation.HINTS[self.value])

    @property
    def verbs(self) -> tuple[str, ...]:
        """Verbs that the words may mean; the question asked tells which one."""
        return Situation.VERBS[self.value]


class Wish(TextChoices):
    """What makes people want to do it: the second question, which nobody has to answer."""

    USEFUL = "useful", _("Be useful where I live")
    TOGETHER = "together", _("Do something with others")
    LIVING = "living", _("Make a living from it")
    MEANING = "meaning", _("Work in a way that makes sense to me")
    NATURE = "nature", _("Take care of nature")
    PLACE = "place", _("Open a place")

    THEMES = nonmember(
        {
            "useful": "TERRITORY",
            "together": "COLLECTIVE",
            "living": "HOLDER_STATUS",
            "meaning": "MEANING",
            "nature": "ECOLOGY",
            "place": "PREMISES",
        }
    )

    @property
    def theme(self) -> str:
        return Wish.THEMES[self.value]


class Team(TextChoices):
    """Alone or several: the last question. Each answer is one type of holder of the vocabulary."""

    ALONE = "alone", _("On my own for now")
    SEVERAL = "several", _("Several of us")
    ORGANIZATION = "organization", _("An organization that exists already")

    HOLDERS = nonmember({"alone": "INDIVIDUAL", "several": "GROUP", "organization": "EXISTING_ORG"})

    @property
    def holder(self) -> str:
        return Team.HOLDERS[self.value]


# Plain nouns without accents, easy to say and to spell: a route is kept under one of them and a number.
CODE_WORDS = tuple(
    """
    ABRICOT ACACIA ACCORD AGENDA AGNEAU AIGLE AILE ALCALI ALGUE ALLURE ALOUETTE AMANDE AMARRE AMBRE ANANAS ANCRE
    ANETH ANGE ANIS ANNEAU ANSE ARBRE ARCADE ARCHE ARDOISE ARGILE ARMOISE ARTICHAUT ASTER ATELIER ATLAS AUBE AUBERGE
    AURORE AVOCAT AVOINE AZUR BADIANE BAGUE BALADE BALCON BALISE BALLON BALSA BAMBOU BANANE BANC BARQUE BASALTE
    BASILIC BASSIN BATEAU BEIGNET BERGER BESACE BIDON BILLE BISCUIT BLASON BLEUET BOCAGE BOISSEAU BOLET BONNET
    BORDURE BOSQUET BOTTE BOUCHON BOUCLE BOUGIE BOULEAU BOUSSOLE BOUTON BRASERO BRINDILLE BRIOCHE BRIQUE BRISE
    BROCHE BRODERIE BRUME BUISSON BULLE BUREAU CABANE CABAS CACAO CACTUS CADRAN CAILLOU CALANQUE CAMION CANAL CANARD
    CANNE CANOT CAPUCINE CARAFE CARNET CAROTTE CARREAU CARTE CASCADE CASQUETTE CASTOR CAVE CEINTURE CENDRE CERF
    CERISE CHALET CHALOUPE CHAMBRE CHAMOIS CHANT CHARBON CHARIOT CHARRUE CHAT CHEMIN CHEVAL CHICON CHOCOLAT CHOU
    CHOUETTE CIGALE CIGOGNE CIMENT CIRQUE CITRON CLAIRON CLAVIER CLEF CLOCHE CLOU CLOVISSE COCON COFFRE COING
    COLLIER COLLINE COLOMBE COMPAS CONCERT COPEAU COQUE CORAIL CORDE CORNICHE COSSE COTON COUDRIER COULEUR COUPOLE
    COURGE COURONNE COUSSIN CRABE CRAIE CRAVATE CRAYON CRESSON CRIQUE CROISSANT CUBE CUIVRE CUMIN CYGNE DAHLIA DANSE
    DATTE DAUPHIN DENTELLE DOMINO DRAGON DRAPEAU DUNE ENDIVE ENCRE ESCALE ESTUAIRE FAISAN FALAISE FANFARE FANION
    FARINE FAUCON FENOUIL FERME FESTIN FEUILLE FICELLE FIGUE FILET FLAMME FLAQUE FLEUR FLORIN FLOTTE FONTAINE FORGE
    FOUGASSE FOUR FRAISE FRANGE FRITURE FROMAGE FUSAIN GALET GALETTE GARDON GARRIGUE GAUFRE GAZELLE GAZON GINGEMBRE
    GIRAFE GIROFLE GIVRE GLACE GLAND GLOBE GLYCINE GORGE GOUACHE GRAIN GRANGE GRANIT GRAPPE GRELOT GRENADE GRILLON
    GROSEILLE GROTTE GUIRLANDE GUITARE HAMAC HAMEAU HANGAR HARPE HERBE HIBOU HIVER HORIZON HOULE HUBLOT IMAGE IRIS
    ISARD ISLE IVOIRE JARDIN JASMIN JETON JONC JONQUILLE JOURNAL JUMELLE JUNGLE KAYAK KIOSQUE KIWI LAC LAGUNE LAINE
    LAMPE LANTERNE LAPIN LAURIER LAVANDE LAVOIR LENTILLE LENTISQUE LIANE LIBELLULE LIERRE LILAS LIMON LINOTTE
    LISERON LIVRE LOTUS LOUTRE LUCIOLE LUNDI LUNE LUPIN LUTIN MAGNOLIA MAISON MALLE MANDARINE MANGUE MARBRE MARCHE
    MARGUERITE MARMITE MARMOTTE MAROTTE MARRON MELON MENTHE MERISE MERLE MESANGE MIEL MIMOSA MINE MIRABELLE MIROIR
    MISTRAL MOINEAU MONTAGNE MONTRE MOULIN MOUSSE MOUTON MUGUET MUSCADE MUSIQUE MYRTILLE NACRE NAPPE NARCISSE NAVET
    NAVIRE NEIGE NOISETTE NUAGE OCARINA OLIVE OLIVIER ONDE ORAGE ORANGE ORCHESTRE ORGE ORIGAN ORTIE OSIER OURSIN
    PALMIER PANIER PAPIER PAQUET PARASOL PARFUM PASTEL PATIO PAVOT PEINTRE PELOTE PENSION PERLE PERSIL PHARE PIANO
    PIERRE PIGEON PILOTE PIMENT PINCEAU PINSON PIROGUE PISTACHE PIVOINE PLAGE PLANCHE PLATANE PLUIE PLUME POIREAU
    POIVRE POLLEN POMME PONT POTIRON PRAIRIE PRUNE PUITS QUAI QUINOA RADIS RADEAU RAISIN RAMEAU REFRAIN RENARD
    RIVAGE RIZ ROBINET ROCHER ROMARIN RONDE ROSEAU ROSEE ROUET RUBAN RUCHE RUISSEAU SABLE SAFRAN SAPIN SARDINE
    SARRIETTE SATIN SAUGE SAULE SAUMON SAVON SENTIER SIFFLET SIROP SOIE SOLEIL SOMMET SOUPE SOURCE STATUE SUREAU
    TABLE TAMARIS TAMBOUR TAPIS TARTE TERRASSE THYM TIGE TILLEUL TIROIR TISANE TOMATE TORRENT TORTUE TOURNESOL TRAIN
    TROMPETTE TRUITE TULIPE TURBINE VAGUE VALISE VALLON VANILLE VELOURS VENT VERGER VERVEINE VIGNE VILLAGE VIOLETTE
    VIOLON VIRGULE VOILE VOLCAN WAGON ZESTE
    """.split()  # noqa: SIM905  five hundred words read better so
)
