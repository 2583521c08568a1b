"""manage.py create_clinic: the first step of a new clinic, with the manager who then lets the others in."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from clinic import audit
from clinic.access.actor import Actor
from clinic.models import Clinic, Membership, Role, User


class Command(BaseCommand):
    help = "Make a clinic and its first manager; the password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name in addresses and commands, for example northside")
        parser.add_argument("--name", required=True, help="what people call the clinic")
        parser.add_argument("--manager", required=True, metavar="USERNAME", help="user name of the first manager")
        parser.add_argument("--timezone", default="UTC", help="for example America/Chicago; decides what today is")

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = Clinic(slug=options["slug"], name=options["name"], timezone=options["timezone"])
        manager = User(username=options["manager"])
        try:
            clinic.full_clean()
            manager.full_clean(exclude=["password"])
            password = _ask_password()
            validate_password(password, manager)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        manager.set_password(password)
        with transaction.atomic():
            clinic.save()
            manager.save()
            member = Membership.objects.create(clinic=clinic, user=manager, role=Role.MANAGER)
            audit.record(by=Actor.of(member, door="command"), action="clinic.created", subject=clinic)
        self.stdout.write(f"{clinic.name} is there; {manager.username} signs in under /admin/ and adds the other members.")


def _ask_password() -> str:
    return getpass.getpass("Password of the manager: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
