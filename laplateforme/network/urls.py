from django.urls import path

from laplateforme.network.views import network, organization, people, practice

app_name = "network"
urlpatterns = [
    path("structures/", organization.organizations, name="organizations"),
    path("structures/nouvelle/", organization.new_organization, name="new_organization"),
    path("structures/<slug:slug>/", organization.organization, name="organization"),
    path("structures/<slug:slug>/modifier/", organization.edit_organization, name="edit_organization"),
    path("structures/<slug:slug>/logo/", organization.logo, name="logo"),
    path("reseau/<slug:slug>/<int:version>/logo/", organization.network_logo, name="network_logo"),
    path("pratiques/", practice.practice, name="practice"),
    path("pratiques/<uuid:pk>/", practice.practice_card, name="practice_card"),
    path("pratiques/<slug:slug>/<str:function>/modifier/", practice.edit_practice, name="edit_practice"),
    path("liens/", practice.links, name="links"),
    path("liens/<uuid:pk>/retirer/", practice.remove_link, name="remove_link"),
    path("texte-commun/", network.positioning, name="positioning"),
    path("permanence/", network.duty, name="duty"),
    path("permanence/<uuid:pk>/", network.edit_duty, name="edit_duty"),
    path("permanence/<uuid:pk>/retirer/", network.end_duty, name="end_duty"),
    path("membres/", people.members, name="members"),
    path("membres/inviter/", people.invite, name="invite"),
    path("membres/<uuid:pk>/fermer/", people.close_membership, name="close_membership"),
    path("invitations/<uuid:pk>/retirer/", people.revoke_invitation, name="revoke_invitation"),
    path("invitation/<str:token>/", people.accept_invitation, name="accept_invitation"),
    path("reglages/", network.settings, name="settings"),
    path("couleur-<slug:slug>-<int:version>.css", network.accent_css, name="accent_css"),
    path("le-reseau/", network.about, name="about"),
]
