"""Every write of this room that has a name in the trade."""

from laplateforme.network.actions.network import (
    UnableToChangeDuty,
    UnableToCreateNetwork,
    create_network,
    edit_network,
    end_duty,
    publish_positioning,
    set_duty,
)
from laplateforme.network.actions.organization import (
    UnableToCreateOrganization,
    UnableToDeclareLink,
    create_organization,
    declare_link,
    edit_organization,
    join_network,
    leave_network,
    remove_link,
)
from laplateforme.network.actions.people import (
    UnableToAccept,
    UnableToCloseMembership,
    UnableToInvite,
    accept_invitation,
    add_member,
    close_membership,
    end_membership,
    invite,
    revoke_invitation,
)
from laplateforme.network.actions.practice import UnableToSavePractice, comment_practice, save_practice

__all__ = [
    "UnableToAccept",
    "UnableToChangeDuty",
    "UnableToCloseMembership",
    "UnableToCreateNetwork",
    "UnableToCreateOrganization",
    "UnableToDeclareLink",
    "UnableToInvite",
    "UnableToSavePractice",
    "accept_invitation",
    "add_member",
    "close_membership",
    "comment_practice",
    "create_network",
    "create_organization",
    "declare_link",
    "edit_network",
    "edit_organization",
    "end_duty",
    "end_membership",
    "invite",
    "join_network",
    "leave_network",
    "publish_positioning",
    "remove_link",
    "revoke_invitation",
    "save_practice",
    "set_duty",
]
