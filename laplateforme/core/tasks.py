"""Later work of the foundations."""

import base64

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks import task

from laplateforme.core.models import MailStatus, OutgoingMail

MOST_ATTEMPTS = 8


@task(queue_name="mail")
def deliver_mail(mail_id: str) -> None:
    """Sends one message; a failure leaves it waiting, and `worker` tries again later. Same Message-ID each time."""
    mail = OutgoingMail.objects.filter(pk=mail_id, status=MailStatus.WAITING).first()
    if mail is None:
        return
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": f"<{mail.pk}@laplateforme>"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for item in mail.attachments:
        message.attach(item["name"], base64.b64decode(item["content"]), item["media_type"])
    mail.attempts += 1
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors
        mail.error = type(error).__name__
        mail.status = MailStatus.FAILED if mail.attempts >= MOST_ATTEMPTS else MailStatus.WAITING
    else:
        mail.status, mail.sent_at, mail.error = MailStatus.SENT, timezone.now(), ""
    mail.save(update_fields=["attempts", "status", "sent_at", "error", "updated_at"])
