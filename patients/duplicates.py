"""Who may be in the clinic twice: a few candidates by index, then how alike each is."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from clinic.access.actor import Actor
from patients.documents import PatientDocument
from patients.matching import LONG_ENOUGH, Likeness, likeness, swapped
from patients.models import Patient, PatientIdentifier
from patients.models.patient import PatientQuerySet, called
from patients.searching import name_words, phone_tail, searchable_name

MOST_CANDIDATES = 10
"""How many records each way of being alike may bring forward; the most similar names first."""
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A record that may be the same person's."""

    patient: Patient
    likeness: Likeness


def possible_duplicates(document: PatientDocument, *, by: Actor, besides: uuid.UUID | None = None) -> list[PossibleDuplicate]:
    """The records of the actor's clinic that may be of the person `document` describes, most likely first.

    `besides`: the id of the record itself. Two queries for the candidates, two for what is known about them.
    """
    ids = [key for key in _candidates(document, by) if key != besides]
    rows = Patient.objects.visible_to(by).with_identifiers(by).filter(pk__in=ids)
    found = [PossibleDuplicate(row, likeness(document, row.document())) for row in rows]
    shown = [each for each in found if each.likeness.is_worth_showing]
    return sorted(shown, key=lambda each: (-each.likeness.score, each.patient.pk))[:MOST_SHOWN]


def _candidates(document: PatientDocument, by: Actor) -> set[uuid.UUID]:
    """The ids of records that share something with the document."""
    people = Patient.objects.visible_to(by)
    ways = [each.values("pk") for each in _ways(document, people)]
    found = set(_identified(document, by))
    if ways:
        found |= {row["pk"] for row in ways[0].union(*ways[1:], all=True)}
    return found


def _ways(document: PatientDocument, people: PatientQuerySet) -> list[QuerySet[Any]]:
    name = searchable_name(document.family_name, document.given_name)
    words = name_words(document.family_name, document.given_name)
    ways: list[Q] = []
    if (born := document.birth_date) is not None:
        ways.append(Q(birth_date__in=[day for day in (born, swapped(born)) if day]))
    if words:
        ways.append(called(" ".join(words)))
    if len(tail := phone_tail(document.phone)) >= LONG_ENOUGH:
        ways.append(Q(search_phone__contains=tail))
    nearest = Coalesce(TrigramSimilarity("search_name", name), 0.0)
    return [people.filter(way).order_by(nearest.desc(), "id")[:MOST_CANDIDATES] for way in ways]


def _identified(document: PatientDocument, by: Actor) -> list[uuid.UUID]:
    values = {each.value for each in document.identifiers or ()}
    rows = PatientIdentifier.objects.visible_to(by).filter(value__in=values)
    return list(rows.values_list("patient_id", flat=True)[:MOST_CANDIDATES]) if values else []
