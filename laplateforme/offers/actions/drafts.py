"""What was being typed, once it is of no use any more."""

from laplateforme.accounts.models import User
from laplateforme.core.models import Draft


def forget_draft(*, owner: User, form: str) -> None:
    """The form was sent, or its draft thrown away."""
    Draft.objects.filter(owner_id=owner.pk, form=form).delete()
