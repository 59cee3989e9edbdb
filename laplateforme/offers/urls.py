from django.urls import path

from laplateforme.offers.views import editing, members, public, recheck, threads

app_name = "offers"
urlpatterns = [
    path("offres/<slug:code>/", public.offer, name="offer"),
    path("offres/<slug:code>/dates.ics", public.offer_ics, name="offer_ics"),
    path("offres/<slug:code>/qr.svg", public.offer_qr, name="offer_qr"),
    path("offres/<slug:code>/signaler/", public.report_error, name="report_error"),
    path("offres/<slug:code>/reagir/", threads.react, name="react"),
    path("o/<slug:code>/", public.short, name="short"),
    path("integrer/offre/<slug:code>/", public.embed_card, name="embed_card"),
    path("filiere/", public.chain, name="chain"),
    path("filiere/membres/", public.chain_members, name="chain_members"),
    path("verifier/<str:token>/", recheck.recheck, name="recheck"),
    path("offres-a-verifier/", members.to_check, name="to_check"),
    path("mes-offres/", members.mine, name="mine"),
    path("mes-offres/nouvelle/", editing.new, name="new"),
    path("mes-offres/<slug:code>/", editing.edit, name="edit"),
    path("mes-offres/<slug:code>/apercu/", members.preview, name="preview"),
    path("mes-offres/<slug:code>/rien-n-a-change/", members.unchanged, name="unchanged"),
    path("mes-offres/<slug:code>/historique/", members.history, name="history"),
]
