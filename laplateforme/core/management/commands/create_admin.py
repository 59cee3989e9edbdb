"""Opens an account that may do everything. It signs in by a code sent by e-mail, then sets up a second factor."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="e-mail address")
        parser.add_argument("--name", default="", help="name that colleagues see")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        users = get_user_model()._default_manager
        if users.filter(email__iexact=options["email"]).exists():
            raise CommandError("This address already has an account.")
        users.create_superuser(options["email"], name=options["name"])
        self.stdout.write("Done: sign in with this address; a code will be sent.")
