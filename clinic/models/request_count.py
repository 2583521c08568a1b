"""The request count: how much a client asked in the minute it last asked in.  One row a client, in an unlogged table: after a
crash of the database everybody begins anew."""

from django.db import models

MAX_CLIENT = 64


class RequestCount(models.Model):
    """``client``: ``token:…``, ``member:…`` or ``address:…``; ``minute``: minutes since 1970 by the database's clock.

    Written by ``clinic.http.limits`` in one statement of its own, which counts and answers at once.
    """

    client = models.CharField(primary_key=True, max_length=MAX_CLIENT)
    minute = models.BigIntegerField()
    used = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.client}: {self.used}"
