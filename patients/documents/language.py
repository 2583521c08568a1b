"""PURE: the port through which the core words things in the reader's language.

Texts are written in English and are their own keys. Whoever knows languages installs a catalogue (Django's translations, when the
apps are ready); without one, every text stays as it is written. Only words depend on it, never what a rule decides: it is asked
when a text is shown, not when a case is evaluated.
"""

from dataclasses import dataclass
from typing import Protocol


class Catalogue(Protocol):
    """Texts in the reader's language, by the English ones."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, singular: str, plural: str, number: int, /) -> str: ...

    def pgettext(self, context: str, message: str, /) -> str: ...


class AsWritten:
    """No other language than the one the texts are written in."""

    def gettext(self, message: str, /) -> str:
        return message

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        return singular if number == 1 else plural

    def pgettext(self, context: str, message: str, /) -> str:
        return message


@dataclass
class _Port:
    catalogue: Catalogue


_port = _Port(AsWritten())


def install(catalogue: Catalogue) -> None:
    """Word everything from now on as this catalogue does."""
    _port.catalogue = catalogue


def translated(text: str) -> str:
    """A whole sentence, or a template with named places; imported as `_`. Nothing stays nothing."""
    return _port.catalogue.gettext(text) if text else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The template for this number of things."""
    return _port.catalogue.ngettext(singular, plural, number)


def pgettext(context: str, text: str) -> str:
    """A word whose translation depends on what it is about."""
    return _port.catalogue.pgettext(context, text) if text else text


def marked(text: str) -> str:
    """Declares a text that is translated where it is shown."""
    return text
