"""Forms that are documents: what was typed is read like a document from anywhere else; each problem is shown at its field."""

from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clinic.admin import ClinicalForm
from clinic.errors import ClinicError, Stale
from clinic.models.documents import document_of
from patients.admin.fields import AnswerFormField, form_field_for
from patients.documents import InvalidDocument, Part, plain, read


class DocumentFieldsMixin:
    """For ModelAdmins and inlines: nothing is chosen before somebody chooses it."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The form field for a column of a document, or Django's own."""
        return form_field_for(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class DocumentForm(ClinicalForm):
    """A form with the columns of one document."""

    KIND: ClassVar[type[Part]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, AnswerFormField) and self.is_answered(name):
                field.offer_not_asked()

    def is_answered(self, name: str) -> bool:
        """Whether the question has an answer already, stored or in the version this one begins from."""
        return self.get_initial_for_field(self.fields[name], name) not in (None, "", "not_asked")

    def clean(self) -> dict[str, Any]:
        """Read what was typed as a document."""
        cleaned = super().clean()
        try:
            self.document = read(self.KIND, plain(self._typed(cleaned)))
        except InvalidDocument as error:
            for problem in error.problems:
                self._tell_once(problem.pointer, problem.detail)
        return cleaned

    def _typed(self, cleaned: dict[str, Any]) -> Part:
        columns = {field.name: getattr(self.instance, field.name) for field in _columns(self._meta.model)}
        columns |= {name: False for name in columns if name.endswith("_recorded")}  # the lists come from their formsets
        shown = {name: cleaned.get(name) for name in self.fields if name in columns}
        return document_of(SimpleNamespace(**{**columns, **shown}), self.KIND)

    def _tell_once(self, pointer: str, detail: str) -> None:
        name = self.field_of(pointer)
        if name is None or name not in self.errors:
            self.add_error(name, capfirst(detail) if name else f"{pointer}: {detail}")

    def tell(self, refusal: ClinicError) -> None:
        """In the front desk's words where the service's are for programs."""
        if isinstance(refusal, Stale):
            message = _(
                "Somebody else changed this while you were typing, so nothing was saved. What you typed is still here: open the "
                "page once more in another tab, compare, and enter there what is missing."
            )
            self.add_error(None, message)
        else:
            super().tell(refusal)


def _columns(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.is_relation]


class RowForm(DocumentForm):
    """One row of a list within a page; what the service refuses is told by its formset."""

    refusal = None

    def shows_revision(self) -> bool:
        """Rows of a list have no revision of their own."""
        return False
