"""Our codes in the words of data·inclusion v1 and of HSDS 3. Several of ours may meet in one of theirs."""

from laplateforme.vocabulary.enums import Fee, OpenTo, Reach, Reception, Stage, SupportFunction, Theme

STAGE_TO_DATA_INCLUSION_THEME: dict[str, str] = {
    Stage.IDEA: "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
    Stage.EMERGENCE: "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
    Stage.FEASIBILITY: "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
    Stage.TEST: "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
    Stage.CREATION: "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
    Stage.POST_CREATION: "creer-une-entreprise--developper-son-entreprise",
    Stage.CONSOLIDATION: "creer-une-entreprise--developper-son-entreprise",
    Stage.DEVELOPMENT: "creer-une-entreprise--developper-son-entreprise",
    Stage.SCALE_UP: "creer-une-entreprise--developper-son-entreprise",
    Stage.TRANSFER_OR_END: "creer-une-entreprise--developper-son-entreprise",
}
RECEPTION_TO_DATA_INCLUSION: dict[str, str] = {
    Reception.ON_SITE: "en-presentiel",
    Reception.REMOTE: "a-distance",
    Reception.MOBILE: "en-presentiel",
}
FEE_TO_DATA_INCLUSION: dict[str, str] = {Fee.FREE: "gratuit", Fee.PAID: "payant", Fee.MEMBERSHIP: "payant"}
REACH_TO_DATA_INCLUSION: dict[str, str] = {
    Reach.EMAIL: "envoyer-un-courriel",
    Reach.PHONE: "telephoner",
    Reach.WALK_IN: "se-presenter",
    Reach.LINK: "utiliser-lien-mobilisation",
}
OPEN_TO_TO_DATA_INCLUSION: dict[str, str] = {OpenTo.HOLDERS: "usagers", OpenTo.PROFESSIONALS: "professionnels"}

FUNCTION_TO_DATA_INCLUSION_TYPE: dict[str, str] = {
    SupportFunction.WELCOME: "information",
    SupportFunction.INFORM: "information",
    SupportFunction.ORIENT: "information",
    SupportFunction.REVEAL: "accompagnement",
    SupportFunction.EMERGE: "accompagnement",
    SupportFunction.SUPPORT_GENERAL: "accompagnement",
    SupportFunction.SUPPORT_SPECIALIST: "accompagnement",
    SupportFunction.TRAIN: "formation",
    SupportFunction.TEST_HOST: "accompagnement",
    SupportFunction.INCUBATE: "accompagnement",
    SupportFunction.HOUSE: "aide-materielle",
    SupportFunction.FUND: "aide-financiere",
    SupportFunction.FOLLOW_UP: "accompagnement",
    SupportFunction.DIAGNOSE: "accompagnement",
    SupportFunction.CONSULT: "accompagnement",
    SupportFunction.NETWORK: "atelier",
    SupportFunction.POOL: "aide-materielle",
    SupportFunction.REPRESENT: "information",
    SupportFunction.MEDIATE: "accompagnement",
    SupportFunction.OBSERVE: "information",
}
# The way back: what a word of theirs most often means for us.
DATA_INCLUSION_TYPE_TO_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "accompagnement": (SupportFunction.SUPPORT_GENERAL,),
    "aide-financiere": (SupportFunction.FUND,),
    "aide-materielle": (SupportFunction.POOL,),
    "atelier": (SupportFunction.TRAIN,),
    "formation": (SupportFunction.TRAIN,),
    "information": (SupportFunction.INFORM,),
}
DATA_INCLUSION_THEME_TO_STAGES: dict[str, tuple[str, ...]] = {
    "creer-une-entreprise--definir-son-projet-de-creation-dentreprise": (Stage.IDEA, Stage.EMERGENCE),
    "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise": (
        Stage.FEASIBILITY,
        Stage.TEST,
        Stage.CREATION,
    ),
    "creer-une-entreprise--developper-son-entreprise": (Stage.POST_CREATION, Stage.CONSOLIDATION, Stage.DEVELOPMENT),
}
# By the first part of their theme; the others are not about a project.
DATA_INCLUSION_GROUP_TO_THEMES: dict[str, tuple[str, ...]] = {
    "choisir-un-metier": (Theme.MEANING,),
    "creer-une-entreprise": (Theme.MODEL,),
    "difficultes-administratives-ou-juridiques": (Theme.ADMIN,),
    "difficultes-financieres": (Theme.CASH,),
    "numerique": (Theme.DIGITAL,),
    "se-former": (Theme.SKILLS,),
    "trouver-un-emploi": (Theme.EMPLOYER,),
}
