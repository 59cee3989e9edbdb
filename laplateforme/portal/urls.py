from django.urls import path

from laplateforme.portal.views import account, agenda, hall, kit, papers, words

app_name = "portal"
urlpatterns = [
    path("", hall.home, name="home"),
    path("reseaux/", hall.networks, name="networks"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/<int:year>/<int:month>/", agenda.agenda_month, name="agenda_month"),
    path("agenda/<str:token>.ics", agenda.own_agenda_ics, name="own_agenda_ics"),
    path("agenda.ics", agenda.agenda_ics, name="agenda_ics"),
    path("a-faire/", hall.todo, name="todo"),
    path("animer/", hall.steering, name="steering"),
    path("etat/", hall.state, name="state"),
    path("imprimer/", papers.papers, name="papers"),
    path("imprimer/<uuid:pk>/", papers.paper_job, name="paper_job"),
    path("imprimer/<uuid:pk>/fichier/", papers.paper_file, name="paper_file"),
    path("salons/<str:code>/trousse/", kit.kit, name="kit"),
    path("trousses/<uuid:pk>/", kit.kit_job, name="kit_job"),
    path("trousses/<uuid:pk>/fichier/", kit.kit_file, name="kit_file"),
    path("brochure.pdf", papers.leaflet, name="leaflet"),
    path("t/<str:code>/pdf/", papers.route_pdf, name="route_pdf"),
    path("reunions/<str:code>/compte-rendu/pdf/", papers.minutes_pdf, name="minutes_pdf"),
    path("compte/mes-donnees/", account.own, name="own_data"),
    path("compte/mes-donnees/fichier/", account.download, name="own_data_file"),
    path("compte/fermer/", account.close, name="close_account"),
    path("compte/fermer/code/", account.send_code, name="close_account_code"),
    path("compte/fermer/confier/", account.hand_over, name="hand_over_files"),
    path("compte/ferme/", account.closed, name="account_closed"),
    path("vos-donnees/", words.your_data, name="your_data"),
    path("mentions-legales/", words.legal, name="legal"),
    path("accessibilite/", words.accessibility, name="accessibility"),
    path("aide/", words.help_page, name="help"),
    path("plan-du-site/", words.site_map, name="site_map"),
    path("sitemap.xml", words.site_map_xml, name="site_map_xml"),
    path("robots.txt", words.robots, name="robots"),
    path(".well-known/security.txt", words.security_txt, name="security_txt"),
]
