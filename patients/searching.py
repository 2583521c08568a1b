"""PURE: how people are found: names without regard to case, accents and order; telephone numbers by their digits."""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain letter and a mark.
_SPELLED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def name_words(*names: str | None) -> list[str]:
    """The words of `names`, in lower case and without accents: "José-María O'Neill" → jose, maria, o, neill."""
    text = unicodedata.normalize("NFKD", " ".join(name for name in names if name).casefold())
    plain = "".join(mark for mark in text if not unicodedata.combining(mark)).translate(_SPELLED)
    return re.findall(r"\w+", plain)


def searchable_name(*names: str | None) -> str:
    """The words with a space before each, so that a word's beginning can be looked for: " jose maria"."""
    return "".join(f" {word}" for word in name_words(*names))


def digits(phone: str | None) -> str:
    """The digits 0 to 9 of a telephone number; digits of other scripts count as theirs."""
    return "".join(str(unicodedata.digit(mark)) for mark in phone or "" if mark.isdecimal())
