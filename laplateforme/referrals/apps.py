from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "laplateforme.referrals"
    label = "referrals"
