"""Two clinics and their people, made directly: the tests of the ground stand below every service."""

from django.test import Client

from clinic.access.actor import Actor
from clinic.models import AccessToken, Clinic, Membership, Role, User

PASSWORD = "correct horse battery staple"


def make_clinic(slug="harbour", **fields) -> Clinic:
    """A clinic whose name is its slug."""
    return Clinic.objects.create(slug=slug, name=slug.title(), **fields)


def make_member(clinic, role=Role.THERAPIST, username=None, password=None, **fields) -> Membership:
    """A member of ``clinic``; the user name says role and clinic.  Hashing a password is slow: none unless asked for."""
    user = User.objects.create_user(username or f"{role}-{clinic.slug}", password=password)
    return Membership.objects.create(clinic=clinic, user=user, role=role, **fields)


def make_actor(clinic, role=Role.THERAPIST, **fields) -> Actor:
    """The actor of a new member."""
    return Actor.of(make_member(clinic, role, **fields), door="test", request_id="test-request")


def token_client(member) -> Client:
    """A client that sends a bearer token of ``member``."""
    _, plaintext = AccessToken.issue(member, label="test")
    return Client(headers={"authorization": f"Bearer {plaintext}"})


def session_client(member, **options) -> Client:
    """A client that is signed in as ``member``'s user."""
    client = Client(**options)
    client.force_login(member.user)
    return client
