"""The patient and the numbers other systems know the person by."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from clinic.access.actor import Actor
from clinic.errors import NotFound
from clinic.models.bounds import checks_for
from clinic.models.documents import columns_of, document_of
from clinic.scoping import ClinicalModel, ClinicalQuerySet, RevisionedModel, as_uuid, clinic_and_id
from patients import documents
from patients.documents import vocabulary as v
from patients.models.fields import CodeField, day, text
from patients.searching import digits, local_numbers, name_words, phone_tail, searchable_name

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def called(name: str) -> Q:
    """Who has a name beginning with each word of `name`."""
    return Q(*(Q(search_name__contains=f" {word}") for word in name_words(name)))


def at_number(phone: str) -> Q:
    """Whose telephone number contains these digits, or the last of them where there are many: the code of the country, or of
    the city, may be missing on either side."""
    return Q(search_phone__contains=phone_tail(phone)) | Q(search_phone__in=local_numbers(phone))


class PatientQuerySet(ClinicalQuerySet["Patient"]):
    """Questions about people."""

    def get_visible(self, actor: Actor, id: uuid.UUID | str) -> "Patient":
        """The person with this id in the actor's clinic; the survivor, where the id is that of a merged record."""
        key = as_uuid(id)
        while key is not None:
            if (row := self.visible_to(actor).filter(pk=key).first()) is not None:
                return row
            # Not there, merged, or given back between the two questions: then it is found the next time.
            merged = Patient.every.visible_to(actor).filter(pk=key).first()
            key = None if merged is None else merged.merged_into_id or merged.pk
        raise NotFound("There is no patient with this id.")

    def survivor_of(self, actor: Actor, id: uuid.UUID) -> uuid.UUID:
        """The id under which the record with this id is kept now: its own, unless it was merged."""
        found, merged = id, Patient.every.visible_to(actor)
        while survivor := merged.filter(pk=found).values_list("merged_into_id", flat=True).first():
            found = survivor
        return found

    def with_merged(self) -> "PatientQuerySet":
        """Load along the ids of the records that were merged into each."""
        merged = Patient.every.filter(clinic_id=OuterRef("clinic_id"), merged_into_id=OuterRef("pk")).order_by("id")
        return self.annotate(absorbed=ArraySubquery(merged.values("pk")))

    def with_identifiers(self, by: Actor) -> "PatientQuerySet":
        """Load the identifiers along, in one more query, and the ids of the records that were merged into each."""
        return self.with_merged().prefetch_related(Prefetch("identifiers", PatientIdentifier.objects.visible_to(by)))

    def named(self, name: str) -> "PatientQuerySet":
        """People who have a name beginning with each word of `name`, in any order, without regard to case and accents."""
        return self.filter(called(name))

    def reached_by(self, phone: str) -> "PatientQuerySet":
        """People with this telephone number, or one that contains these digits."""
        return self.filter(at_number(phone))

    def identified(self, system: str, value: str) -> "PatientQuerySet":
        """The person (one at most in a clinic) with this identifier."""
        return self.filter(identifiers__clinic=F("clinic"), identifiers__system=system, identifiers__value=value)


PatientManager = models.Manager.from_queryset(PatientQuerySet)


class StandingPatients(PatientManager["Patient"]):
    """Without the records that were merged into others: they are nobody's record any more, and never found in a list."""

    def get_queryset(self) -> PatientQuerySet:
        """The people."""
        return PatientQuerySet(self.model, using=self._db).filter(merged_into__isnull=True)


class Patient(RevisionedModel):
    """A person known to one clinic.

    `merged_into`: the record that took over all rows of this one, which was of the same person; it keeps what it said.
    `Patient.objects` leaves such records out, `Patient.every` has them.
    """

    family_name = text(_("Family name"))
    given_name = text(_("Given name"))
    birth_date = day(_("Born on"))
    sex = CodeField(v.Sex, _("Sex"))
    language = text(_("Language"))
    phone = text(_("Telephone"))
    email = text(_("E-mail"))
    address = text(_("Address"))
    identifiers_recorded = models.BooleanField(default=False, editable=False)
    search_name = models.TextField(default="", editable=False)
    search_phone = models.TextField(default="", editable=False)

    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False, db_index=False
    )

    objects = StandingPatients()
    every = PatientQuerySet.as_manager()

    if TYPE_CHECKING:
        identifiers: RelatedManager["PatientIdentifier"]

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        constraints = (
            clinic_and_id("patient"),
            models.CheckConstraint(name="patient_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            *checks_for(documents.PatientDocument, table="patient"),
        )
        indexes = (
            models.Index(name="patient_by_name", fields=["clinic", "search_name", "id"]),
            models.Index(name="patient_by_birth_date", fields=["clinic", "birth_date"]),
            models.Index(name="patient_by_update", fields=["clinic", "updated_at"]),
            models.Index(name="patient_by_survivor", fields=["clinic", "merged_into"], condition=Q(merged_into__isnull=False)),
            # Words' beginnings and digits in a row, by their trigrams. The list of what is not sorted in yet is kept short,
            # because each search reads all of it.
            GinIndex(
                F("clinic"),
                OpClass(F("search_name"), name="gin_trgm_ops"),
                OpClass(F("search_phone"), name="gin_trgm_ops"),
                name="patient_by_trigram",
                gin_pending_list_limit=256,
            ),
        )

    def __str__(self) -> str:
        return ", ".join(name for name in (self.family_name, self.given_name) if name) or str(self.pk)

    def take(self, document: documents.PatientDocument) -> None:
        """Set the columns, and what people are found by; saves nothing."""
        for name, value in columns_of(document).items():
            setattr(self, name, value)
        self.search_name = searchable_name(document.family_name, document.given_name)
        self.search_phone = digits(document.phone)

    def know_identifiers(self, rows: "list[PatientIdentifier]") -> None:
        """Take these, just read or written, for the identifiers, as if they had been loaded along."""
        known: Any = PatientIdentifier.objects.filter(clinic_id=self.clinic_id, patient=self)
        known._result_cache, known._prefetch_done = rows, True
        self._prefetched_objects_cache: dict[str, Any] = {"identifiers": known}

    @property
    def merged_from(self) -> Sequence[uuid.UUID]:
        """The ids of the records that were merged into this one, where they were loaded along with the identifiers."""
        found: Sequence[uuid.UUID] = getattr(self, "absorbed", ())
        return found

    def forget_identifiers(self) -> None:
        """Read the identifiers again when they are next needed."""
        self._prefetched_objects_cache = {}

    def document(self) -> documents.PatientDocument:
        """What is recorded about the person."""
        rows = sorted(self.identifiers.all(), key=lambda row: row.position)
        identifiers = [documents.Identifier(system=row.system, value=row.value) for row in rows]
        return document_of(self, documents.PatientDocument, children={"identifiers": identifiers})


class PatientIdentifier(ClinicalModel):
    """A number another system knows the person by; one system's value names one person of a clinic."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers", db_index=False)
    position = models.PositiveSmallIntegerField()
    system = models.CharField(_("System"))
    value = models.CharField(_("Value"))

    objects = ClinicalQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = (
            clinic_and_id("patient_identifier"),
            models.UniqueConstraint(name="patient_identifier_names_one_person", fields=["clinic", "system", "value"]),
            models.UniqueConstraint(name="patient_identifier_position", fields=["clinic", "patient", "position"]),
            *checks_for(documents.Identifier, table="patient_identifier"),
        )
        indexes = (models.Index(name="patient_identifier_by_value", fields=["clinic", "value"]),)

    def __str__(self) -> str:
        return f"{self.system}: {self.value}"
