"""Access tokens: how a system, or a person's script, signs in over REST."""

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from clinic.ids import uuid7
from clinic.models.staff import Membership

PREFIX = "gw_"
SECRET_BYTES = 32


def hash_of(plaintext: str) -> str:
    """SHA-256 in hex.  No salt and no stretching: the secret is 256 random bits, there is nothing to guess."""
    return hashlib.sha256(plaintext.encode()).hexdigest()


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Questions about tokens."""

    def usable(self) -> "AccessTokenQuerySet":
        """Tokens that open the door now: not revoked, not expired, and membership, user and clinic all active."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=Now()),
            revoked_at__isnull=True,
            membership__is_active=True,
            membership__user__is_active=True,
            membership__clinic__is_active=True,
        )


class AccessToken(models.Model):
    """A bearer token of one membership.  Only its hash is kept: the plaintext is shown once, when it is issued."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @classmethod
    def issue(cls, membership: Membership, *, label: str, expires_at: datetime | None = None) -> tuple["AccessToken", str]:
        """Make a token; return the row and the plaintext ``gw_…``, which cannot be had again."""
        plaintext = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        row = cls.objects.create(membership=membership, token_hash=hash_of(plaintext), label=label, expires_at=expires_at)
        return row, plaintext

    def revoke(self) -> None:
        """Close this door from now on; a second call changes nothing."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
