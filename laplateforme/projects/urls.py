"""Addresses of this room."""

from django.urls import path

from laplateforme.projects.views import copies, documents, files, joining, own, writing

app_name = "projects"
urlpatterns = [
    path("personnes/", files.mine, name="mine"),
    path("personnes/nouvelle/", files.new, name="new"),
    path("personnes/copies/", copies.copies, name="copies"),
    path("personnes/copies/<uuid:pk>/", copies.copies_erased, name="copies_erased"),
    path("personnes/<uuid:pk>/", files.sheet, name="sheet"),
    path("personnes/<uuid:pk>/projet/", files.edit, name="edit"),
    path("personnes/<uuid:pk>/etape/", writing.stage, name="stage"),
    path("personnes/<uuid:pk>/suivi/", writing.lead, name="lead"),
    path("personnes/<uuid:pk>/document/", documents.add_document, name="add_document"),
    path("personnes/document/<uuid:pk>/", documents.document, name="document"),
    path("personnes/document/<uuid:pk>/enlever/", documents.remove_document, name="remove_document"),
    path("personnes/<uuid:pk>/jalon/", writing.milestone, name="milestone"),
    path("personnes/<uuid:pk>/besoin/", writing.need, name="need"),
    path("personnes/<uuid:pk>/besoin/<uuid:need>/", writing.met, name="met"),
    path("personnes/<uuid:pk>/avec/", writing.add_person, name="add_person"),
    path("personnes/<uuid:pk>/avec/<uuid:holder>/", writing.edit_person, name="edit_person"),
    path("personnes/<uuid:pk>/avec/<uuid:holder>/reunir/", joining.join, name="join"),
    path("personnes/<uuid:pk>/avec/<uuid:holder>/lien/", writing.send_link, name="send_link"),
    path("personnes/<uuid:pk>/avec/<uuid:holder>/accord/", writing.agreement, name="agreement"),
    path("personnes/<uuid:pk>/accord/<uuid:consent>/retirer/", files.withdraw, name="withdraw"),
    path("mes-partages/effacees/", own.erased, name="erased"),
    path("mes-partages/<str:token>/", own.own, name="own"),
    path("mes-partages/<str:token>/lectures/", own.readings, name="own_readings"),
    path("mes-partages/<str:token>/accord/<uuid:pk>/", own.answer, name="own_answer"),
    path("mes-partages/<str:token>/garder/", own.keep, name="own_keep"),
    path("mes-partages/<str:token>/code/", own.send_code, name="own_code"),
    path("mes-partages/<str:token>/code/essai/", own.try_code, name="own_try_code"),
    path("mes-partages/<str:token>/corriger/", own.correct, name="own_correct"),
    path("mes-partages/<str:token>/tout.json", own.download, name="own_download"),
    path("mes-partages/<str:token>/tout.zip", documents.own_archive, name="own_archive"),
    path("mes-partages/<str:token>/document/<uuid:pk>/", documents.own_document, name="own_document"),
    path("mes-partages/<str:token>/tout/", own.everything, name="own_everything"),
    path("mes-partages/<str:token>/effacer/", own.erase, name="own_erase"),
    path("mes-partages/<str:token>/nouveau-lien/", own.renew, name="own_renew"),
]
