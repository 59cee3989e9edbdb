from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "laplateforme.referrals"
    label = "referrals"

    def ready(self) -> None:
        from laplateforme.projects.queries.parts import register_parts  # noqa: PLC0415  app ready
        from laplateforme.referrals.actions import follow_agreement, follow_lead, forget_words  # noqa: PLC0415  app ready
        from laplateforme.referrals.queries import parts  # noqa: PLC0415  app ready

        register_parts(
            own=parts.own_part, sheet=parts.sheet_part, data=parts.data_of, change=follow_agreement,
            lead=follow_lead, forgetting=forget_words,
        )  # fmt: skip
