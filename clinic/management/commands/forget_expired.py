"""manage.py forget_expired: remove answers kept for 24 hours, and counts of clients that are gone, for a clock that runs it."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from clinic.models import KeptAnswer, RequestCount

SILENT_MINUTES = 60
AT_ONCE = 1_000  # short transactions: nobody who writes has to wait


class Command(BaseCommand):
    help = "Remove answers kept for an Idempotency-Key for 24 hours, and request counts an hour old."

    def handle(self, *args: Any, **options: Any) -> None:
        answers = 0
        while removed := KeptAnswer.objects.all().forget(AT_ONCE):
            answers += removed
        counts, _ = RequestCount.objects.filter(minute__lt=time.time() // 60 - SILENT_MINUTES).delete()
        self.stdout.write(f"removed {answers} kept answers and {counts} request counts")
