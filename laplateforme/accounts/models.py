"""Who someone is: an address to sign in with and the name that others see."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laplateforme.core.models import BaseModel
from laplateforme.core.privacy import Level, Personal


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(BaseModel, AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a member of a network, or somebody who keeps a path."""

    changes_public_pages = False
    personal = {
        "email": Personal("To sign in and be told of what waits", Level.PROFESSIONAL),
        "name": Personal("So that colleagues know who acted", Level.PROFESSIONAL),
        "language": Personal("To write in the person's language", Level.PROFESSIONAL),
        "password": Personal("To sign in, where a password is used", Level.SECRET),
        "last_login": Personal("Security", Level.PROFESSIONAL),
    }

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="fr")
    is_active = models.BooleanField(_("active"), default=True)  # type: ignore[misc]
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_one_per_address")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """What others read; once the account is closed, that a member left."""
        return gettext("A member who left") if self.closed_at else self.name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name() if self.closed_at else (self.name or self.email).split(" ")[0]
