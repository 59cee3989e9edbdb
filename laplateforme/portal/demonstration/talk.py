"""What the demonstration networks talk about."""

from laplateforme.accounts.models import User
from laplateforme.forum import actions
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Topic
from laplateforme.network.models import Network
from laplateforme.portal.demonstration.read import Calendar, Row, rows


def load_talk(
    networks: dict[str, Network], people: dict[str, User], facilitators: dict[str, User], calendar: Calendar
) -> None:
    boards = {}
    for row in rows("board"):
        boards[row["key"]] = actions.open_board(
            network=networks[row["network"]], name=row["name"], purpose=row["purpose"], readers=row["readers"],
            slug=row["key"], at=calendar.now, by=facilitators[row["network"]],
        )  # fmt: skip
    by_network = {network.pk: facilitators[key] for key, network in networks.items() if key in facilitators}
    for row in rows("topic"):
        board = boards[row["board"]]
        topic = actions.open_topic(
            network=board.network, board=board, title=row["title"], at=calendar.ago(row["post"][0]["days_ago"])
        )
        for post in row["post"]:
            say(post, topic, people, by_network[board.network_id], calendar)


def say(row: Row, topic: Topic, people: dict[str, User], moderator: User, calendar: Calendar) -> None:
    """A message, already read by a moderator where its author is new."""
    at = calendar.ago(row["days_ago"])
    post = actions.reply(
        topic=topic,
        text=row["text"],
        at=at,
        by=people.get(row.get("person", "")),
        signature=(row.get("name", ""), row.get("email", "")),
    )
    if post.status == PostStatus.UNCONFIRMED:
        post = actions.confirm_post(post=post, at=at)
    if post.status == PostStatus.HELD:
        actions.publish_post(post=post, by=moderator, at=at)
