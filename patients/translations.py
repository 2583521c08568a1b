"""The catalogue of texts that `patients.documents.language` asks: Django's, with each answer kept.

An assessment asks for some eight hundred words; the answers are a few hundred, and change only with the language.
"""

from functools import lru_cache

from django.utils import translation

KEPT = 8192
"""Answers: several times as many as there are texts, in every language."""


class Translations:
    """Texts in the active language."""

    def gettext(self, message: str, /) -> str:
        """A text."""
        return _gettext(translation.get_language(), message)

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """A text that counts."""
        return translation.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str, /) -> str:
        """A word whose translation depends on what it is about."""
        return _pgettext(translation.get_language(), context, message)


@lru_cache(KEPT)
def _gettext(language: str | None, message: str) -> str:
    return translation.gettext(message)


@lru_cache(KEPT)
def _pgettext(language: str | None, context: str, message: str) -> str:
    return translation.pgettext(context, message)
