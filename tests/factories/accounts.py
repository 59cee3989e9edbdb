"""People."""

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client

from laplateforme.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"personne-{number}@calanques.example")
    name = factory.Sequence(lambda number: f"Personne {number}")
    password = factory.LazyFunction(lambda: make_password(None))  # nobody has one

    class Params:
        with_address = factory.Trait(
            address=factory.RelatedFactory("tests.factories.accounts.EmailAddressFactory", factory_related_name="user")
        )


class EmailAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmailAddress

    user = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda row: row.user.email)
    verified = True
    primary = True


def signed_in(user: User) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return client
