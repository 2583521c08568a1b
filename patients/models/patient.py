"""The patient and the numbers other systems know the person by."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from clinic.access.actor import Actor
from clinic.models.bounds import checks_for
from clinic.models.documents import columns_of, document_of
from clinic.scoping import ClinicalModel, ClinicalQuerySet, RevisionedModel, clinic_and_id
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

    def with_identifiers(self, by: Actor) -> "PatientQuerySet":
        """Load the identifiers along, in one more query."""
        own = PatientIdentifier.objects.visible_to(by)
        return self.prefetch_related(Prefetch("identifiers", queryset=own))

    def named(self, name: str) -> "PatientQuerySet":
        """People who have a name beginning with each word of `name`, in any order, without regard to case and accents."""
        return self.filter(called(name))

    def reached_by(self, phone: str) -> "PatientQuerySet":
        """People with this telephone number, or one that contains these digits."""
        return self.filter(at_number(phone))

    def identified(self, system: str, value: str) -> "PatientQuerySet":
        """The person (one at most in a clinic) with this identifier."""
        return self.filter(identifiers__clinic=F("clinic"), identifiers__system=system, identifiers__value=value)


class Patient(RevisionedModel):
    """A person known to one clinic."""

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

    objects = PatientQuerySet.as_manager()

    if TYPE_CHECKING:
        identifiers: RelatedManager["PatientIdentifier"]

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        constraints = (clinic_and_id("patient"), *checks_for(documents.PatientDocument, table="patient"))
        indexes = (
            models.Index(name="patient_by_name", fields=["clinic", "search_name", "id"]),
            models.Index(name="patient_by_birth_date", fields=["clinic", "birth_date"]),
            models.Index(name="patient_by_update", fields=["clinic", "updated_at"]),
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
