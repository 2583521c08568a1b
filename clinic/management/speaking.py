"""The language that a command answers in."""

from django.conf import settings
from django.core.management.base import CommandParser


def add_language(parser: CommandParser) -> None:
    """The option `--language`; what is stored is in English all the same."""
    codes = [code for code, _ in settings.LANGUAGES]
    parser.add_argument("--language", choices=codes, default="en", help="what to answer in: %(choices)s; en by default")
