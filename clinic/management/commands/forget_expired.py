"""manage.py forget_expired: remove the answers that were kept for 24 hours, for a clock that runs it."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.models import KeptAnswer

AT_ONCE = 1_000  # short transactions: nobody who writes has to wait


class Command(BaseCommand):
    help = "Remove the kept answers of POSTs with an Idempotency-Key that are older than 24 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        answers = 0
        while removed := KeptAnswer.objects.all().forget(AT_ONCE):
            answers += removed
        self.stdout.write(f"removed {answers} kept answers")
