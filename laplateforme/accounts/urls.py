"""Sign-in, second factors, one's own account. allauth's names are kept, so that its pages find one another."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from laplateforme.accounts import views
from laplateforme.core.http import public

own = [
    path("profil/", views.profile, name="profile"),
    path("second-facteur/", views.second_factor, name="second_factor"),
    path("appareils/<int:pk>/fermer/", views.close_session, name="close_session"),
    path("appareils/fermer-les-autres/", views.close_other_sessions, name="close_other_sessions"),
    path("oublier/", views.forget_preferences, name="forget_preferences"),
]

urlpatterns = [
    path("connexion/", public(views.slowed(account.login)), name="account_login"),
    path("connexion/code/", public(account.confirm_login_code), name="account_confirm_login_code"),
    # The one field of the sign-in page asks for the code: this second page of allauth's is not needed.
    path(
        "connexion/demander/",
        public(RedirectView.as_view(pattern_name="account_login")),
        name="account_request_login_code",
    ),
    path("deconnexion/", public(account.logout), name="account_logout"),
    path("compte-ferme/", public(account.account_inactive), name="account_inactive"),
    path("adresse-a-verifier/", public(account.email_verification_sent), name="account_email_verification_sent"),
    path("adresse/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("sur-invitation/", public(account.signup), name="account_signup"),
    path("securite/webauthn/login/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("securite/recovery-codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/recovery-codes/download/", views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("securite/", include("allauth.mfa.urls")),
    path("appareils/", views.sessions, name="usersessions_list"),
    path("", include((own, "accounts"))),
]

if settings.LP_DEMO:
    urlpatterns.append(path("demo/", views.demo_sign_in, name="demo_sign_in"))
