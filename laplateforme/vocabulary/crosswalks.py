"""Our codes in the words of data·inclusion v1 and of HSDS 3. Several of ours may meet in one of theirs."""

from laplateforme.vocabulary.enums import Fee, OpenTo, Reach, Reception, Stage

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
