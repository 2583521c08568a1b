"""PURE: how people are found: names without regard to case, accents and order; telephone numbers by their digits."""

import re
import unicodedata
from collections.abc import Iterator

# Letters that Unicode does not take apart into a plain letter and a mark.
_SPELLED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"\w+")
_JOINED = re.compile(r"\w+(?:['’ʼ`´-]\w+)+")  # O'Neill, Anne-Marie

TAIL_DIGITS = 8
"""The last digits of a telephone number that are the same with and without the code of the country."""
_SHORTEST_LOCAL = 5


def name_words(*names: str | None) -> list[str]:
    """The words of `names`, in lower case and without accents: "José-María O'Neill" → jose, maria, o, neill."""
    return _WORD.findall(_plain(*names))


def searchable_name(*names: str | None) -> str:
    """The words with a space before each, so that a word's beginning can be looked for: " jose maria".

    Words that are joined come a second time in one piece, as many people type them: " o neill oneill".
    """
    text = _plain(*names)
    return "".join(f" {word}" for word in (*_WORD.findall(text), *_in_one_piece(text)))


def _in_one_piece(text: str) -> Iterator[str]:
    for joined in _JOINED.findall(text):
        yield "".join(_WORD.findall(joined))


def _plain(*names: str | None) -> str:
    text = unicodedata.normalize("NFKD", " ".join(name for name in names if name).casefold())
    return "".join(mark for mark in text if not unicodedata.combining(mark)).translate(_SPELLED)


def digits(phone: str | None) -> str:
    """The digits 0 to 9 of a telephone number; digits of other scripts count as theirs."""
    return "".join(str(unicodedata.digit(mark)) for mark in phone or "" if mark.isdecimal())


def phone_tail(phone: str | None) -> str:
    """The last digits by which two spellings of one number agree, with the code of the country or without."""
    return digits(phone)[-TAIL_DIGITS:]


def local_numbers(phone: str | None) -> list[str]:
    """The endings of a number that somebody may have recorded as the whole of it: the local number alone."""
    number = digits(phone)
    return [number[-length:] for length in range(_SHORTEST_LOCAL, min(len(number), TAIL_DIGITS))]
