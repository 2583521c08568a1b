#!/usr/bin/env python
"""Run a management command; tell a missing database or setting in plain words."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from clinic.database import DatabaseProblem
from clinic.database.connection import why_unreachable


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ImproperlyConfigured, DatabaseProblem) as error:
        if os.environ.get("GUYWIRE_DEBUG"):
            raise
        told = why_unreachable(os.environ) if isinstance(error, OperationalError) else str(error)
        if told is None:
            raise
        sys.exit(f"Error: {told}")


if __name__ == "__main__":
    main()
