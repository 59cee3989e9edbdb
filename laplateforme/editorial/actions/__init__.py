"""Every write of the site that has a name."""

from laplateforme.editorial.actions.article import (
    UnableToMoveText,
    UnableToPublish,
    approve_article,
    create_section,
    free_slug,
    note_workshop,
    propose_article,
    publish_article,
    restore_version,
    revise_article,
    schedule_article,
    send_back_article,
    withdraw_article,
    write_article,
)
from laplateforme.editorial.actions.correct import UnableToCorrect, correct_words
from laplateforme.editorial.actions.files import UnableToKeepPicture, keep_file, keep_picture
from laplateforme.editorial.actions.minutes import news_from_minutes
from laplateforme.editorial.actions.portrait import record_agreement, withdraw_agreement
from laplateforme.editorial.actions.replies import thread_for
from laplateforme.editorial.actions.sections import (
    UnableToArrange,
    change_keyword,
    change_keyword_group,
    change_section,
    delete_keyword,
    delete_keyword_group,
    delete_section,
    move_text,
    shift_keyword_group,
    shift_section,
)
from laplateforme.editorial.actions.site import let_writers_publish, open_site, sync_groups
from laplateforme.editorial.actions.spip_import import UnableToBringOver, bring_old_site
from laplateforme.editorial.actions.spip_jobs import confirm_old_site, discard_old_site, give_old_site
from laplateforme.editorial.actions.spip_undo import ask_to_take_back, take_old_site_back
from laplateforme.editorial.actions.words import (
    create_author,
    create_keyword,
    create_keyword_group,
    keep_old_addresses,
)

__all__ = [
    "UnableToArrange",
    "UnableToBringOver",
    "UnableToCorrect",
    "UnableToKeepPicture",
    "UnableToMoveText",
    "UnableToPublish",
    "approve_article",
    "ask_to_take_back",
    "bring_old_site",
    "change_keyword",
    "change_keyword_group",
    "change_section",
    "confirm_old_site",
    "correct_words",
    "create_author",
    "create_keyword",
    "create_keyword_group",
    "create_section",
    "delete_keyword",
    "delete_keyword_group",
    "delete_section",
    "discard_old_site",
    "free_slug",
    "give_old_site",
    "keep_file",
    "keep_old_addresses",
    "keep_picture",
    "let_writers_publish",
    "move_text",
    "news_from_minutes",
    "note_workshop",
    "open_site",
    "propose_article",
    "publish_article",
    "record_agreement",
    "restore_version",
    "revise_article",
    "schedule_article",
    "send_back_article",
    "shift_keyword_group",
    "shift_section",
    "sync_groups",
    "take_old_site_back",
    "thread_for",
    "withdraw_agreement",
    "withdraw_article",
    "write_article",
]
