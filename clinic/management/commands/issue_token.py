"""manage.py issue_token: an access token for a system that calls the REST interface. It is shown once."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from clinic import audit
from clinic.access.actor import Actor
from clinic.models import AccessToken, Membership


class Command(BaseCommand):
    help = "Issue an access token for a member of a clinic. It acts with that member's role, and is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("clinic", help="slug of the clinic")
        parser.add_argument("username", help="the member it acts for; a system should be a member of its own, role integration")
        parser.add_argument("--label", required=True, help="what it is for")
        parser.add_argument("--days", type=int, default=90, help="valid for so many days, 1 to 366; 90")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= 366:
            raise CommandError("--days must be from 1 to 366")
        members = Membership.objects.select_related("user", "clinic").filter(is_active=True)
        member = members.filter(clinic__slug=options["clinic"], user__username=options["username"]).first()
        if member is None:
            raise CommandError(f"{options['clinic']} has no active member {options['username']}")
        expires_at = timezone.now() + datetime.timedelta(days=options["days"])
        with transaction.atomic():
            row, plaintext = AccessToken.issue(member, label=options["label"], expires_at=expires_at)
            audit.record(by=Actor.of(member, door="command"), action="token.issued", subject=row)
        self.stderr.write(f"valid until {expires_at:%Y-%m-%d}; keep it now, it cannot be shown again:")
        self.stdout.write(plaintext)
