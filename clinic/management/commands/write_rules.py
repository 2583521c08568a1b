"""`manage.py write_rules`: writes `docs/rules.md` from the rules; with `--check` only says whether it is current."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic.web.rules_markdown import rules_markdown


class Command(BaseCommand):
    help = "Write docs/rules.md from the rules as they are here; with --check, fail when it is not current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.BASE_DIR / "docs" / "rules.md")
        parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the file is not current")

    def handle(self, *, file: Path, check: bool, **_options: Any) -> None:
        text = rules_markdown()
        try:
            current = file.exists() and file.read_text(encoding="utf-8") == text
            if check and not current:
                raise CommandError(f"{file} does not say what the rules say; write it anew: manage.py write_rules")
            if not current:
                file.write_text(text, encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read or written: {error}") from error
        self.stdout.write(f"{file} {'is current' if current else 'is written'}")
