"""Reads that serve the pages of this room and the rooms above."""

from laplateforme.network.queries.networks import (
    PositioningPage,
    current_positioning,
    duty_now,
    duty_phone,
    duty_roster,
    networks_serving,
    positioning_versions,
    published_networks,
)
from laplateforme.network.queries.organizations import (
    FunctionWords,
    OrganizationFilter,
    OrganizationLinks,
    communes_of_network,
    function_groups_of,
    functions_by_group,
    links_of,
    links_of_network,
    organizations_listed,
    participants_of,
)
from laplateforme.network.queries.people import (
    MemberRow,
    demo_personas,
    members_of,
    memberships_of,
    networks_led_alone,
    open_invitations,
)
from laplateforme.network.queries.practice import PracticeRow, PracticeTable, current_version, practice_tables

__all__ = [
    "FunctionWords",
    "MemberRow",
    "OrganizationFilter",
    "OrganizationLinks",
    "PositioningPage",
    "PracticeRow",
    "PracticeTable",
    "communes_of_network",
    "current_positioning",
    "current_version",
    "demo_personas",
    "duty_now",
    "duty_phone",
    "duty_roster",
    "function_groups_of",
    "functions_by_group",
    "links_of",
    "links_of_network",
    "members_of",
    "memberships_of",
    "networks_led_alone",
    "networks_serving",
    "open_invitations",
    "organizations_listed",
    "participants_of",
    "positioning_versions",
    "practice_tables",
    "published_networks",
]
