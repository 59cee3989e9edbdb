"""What the analyser knows of French as a language: small words, elisions, endings. No word of any trade."""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Words that carry no subject. Verbs and phrases of a request ("je cherche", "comment faire pour") are here as well:
# people type sentences, and the sentence around the need would otherwise weigh as much as the need.
STOP_WORDS = frozenset(
    _listed(
        """
        a afin ai aie aient ainsi alors apres as assez au aucun aucune auquel aura aurait auront aussi autre autres
        aux auxquels avaient avais avait avant avec avez avoir avons ayant beaucoup bien bonjour but ca car ce ceci cela
        celle celles celui cependant certain certaine certaines certains ces cet cette ceux chaque chez ci combien comme
        comment d dans de dedans dehors deja depuis des dessous dessus devant devra devrait devrions dit dois doit
        doivent donc dont du durant e elle elles en encore enfin entre envers es est et etaient etais etait etant ete
        etes etre eu eux faire fais faisait faisant fait faites faut font g grace hors ici il ils j je jusque l la
        laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais malgre me meme memes merci mes
        mien moi moins mon n ne ni non nos notamment notre nous nul on ont or ou par parce parfois parmi pas pendant peu
        peut peuvent peux plupart plus plusieurs plutot pour pourquoi pourrait pouvez pouvoir presque puis puisque qu
        quand quant que quel quelle quelles quelque quelques quels qui quiconque quoi quoique s sa sais sans sauf se
        selon sera serait seront ses si sien soi soient soit sommes son sont sous suis sur t ta tant te tel telle telles
        tels tes toi ton toujours tous tout toute toutefois toutes tres trop tu un une uns va vais vas vers veut veux
        voici voila vont vos votre vous voudrais voulez vouloir vu y via etc svp stp
        aujourd hui jusqu lorsqu puisqu quoiqu presqu entr
        cherche cherchons chercher souhaite souhaitez souhaitons souhaiter aimerais aimerait besoin trouver trouve
        """
    )
)  # "sous" is the preposition here; a table of lay words may bring the money back.

# Feminine endings of people and adjectives, folded, longest first: entrepreneuse → entrepreneur, formatrice →
# formateur.
FEMININE = (
    ("trices", "teur"),
    ("trice", "teur"),
    ("euses", "eur"),
    ("euse", "eur"),
    ("ieres", "ier"),
    ("iere", "ier"),
)

# Nouns that name a deed ("réduction des déchets", "achat de matériel"): what follows "de" says the subject better.
DEED_ENDINGS = ("tion", "tions", "sion", "sions", "age", "ages", "ment", "ments")
OF = frozenset(("de", "d", "du", "des"))

# First halves of learned compounds: "écoconduite" is also a "conduite", "agroforesterie" a "foresterie".
COMBINING = tuple(
    sorted(
        _listed(
            """
            aero agro anti auto bio cyber cyclo eco electro euro extra geo hydro inter intra macro micro mini mono
            moto multi nano neo photo pluri poly psycho radio socio super techno tele thermo ultra video
            """
        ),
        key=len,
        reverse=True,
    )
)
SHORTEST_PART = 5

# Endings which make one word of a family out of another (chauffer, chauffage; végétal, végétaliser; agricole,
# agriculture), as they stand after stemming and folding. Longest first.
DERIVATIONS = tuple(
    sorted(
        _listed(
            """
            ation ition isation isateur iseur ateur atric teur eur euse eus ement ment issement iss age ag at et it
            ique iqu iste ist isme ism ite abl ibl atif ativ if iv ant ent ance anc enc ence ier er al el ien aire air
            is ol ultur ultural tion oir ur e i
            """
        ),
        key=len,
        reverse=True,
    )
)
SHORTEST_ROOT = 4
