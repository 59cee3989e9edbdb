"""Later work of the foundations."""

from django.utils import timezone
from django_tasks import task

from laplateforme.core.delivery import deliver_waiting, due


@task(queue_name="mail")
def deliver_mail(mail_id: str) -> None:
    """Sends what waits, in order, unless this message has left already; what cannot be sent now, the worker retries."""
    if due(timezone.now()).filter(pk=mail_id).exists():
        deliver_waiting()
