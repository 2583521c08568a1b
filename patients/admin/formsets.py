"""Lists within a page. Their rows are parts of one document, so a formset only collects; nothing here saves."""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseModelFormSet
from django.http import Http404
from django.utils.text import capfirst

from clinic.errors import ClinicError
from patients.documents import Part
from patients.models import PriorTreatment


class DocumentFormSet(BaseModelFormSet[Any, Any]):
    """Forms for the items of one list, in order.

    `shown`: rows to show (a page that cannot be changed); `typed`: what to begin with, as columns (a page that can).
    `pointer`: where the list is in what the service takes; what it refused there is told at the form it means.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Any = None,
        *,
        shown: Sequence[Any] = (),
        typed: Sequence[dict[str, Any]] = (),
        pointer: str = "",
        refusal: ClinicError | None = None,
        **options: Any,
    ) -> None:
        self.pointer, self.refusal = pointer, refusal
        self._queryset = list(shown)
        super().__init__(data, files, initial=list(typed), **options)
        self.extra = len(typed)

    def filled(self) -> list[Any]:
        """The forms somebody wrote in, in order."""
        deleted = self.deleted_forms if self.can_delete else []
        return [form for form in self.forms if hasattr(form, "document") and form not in deleted]

    def documents(self) -> tuple[Part, ...]:
        """The items of the list."""
        return tuple(form.document for form in self.filled())

    def clean(self) -> None:
        """Tell what the service refused, each problem at its form."""
        for problem in self.refusal.problems if self.refusal else ():
            place, _, name = problem.pointer.removeprefix(f"{self.pointer}/").partition("/")
            filled = self.filled()
            if problem.pointer.startswith(f"{self.pointer}/") and place.isdigit() and int(place) < len(filled):
                form = filled[int(place)]
                form.add_error(form.field_of(name), capfirst(problem.detail))

    def get_queryset(self) -> Any:
        """The rows shown."""
        return self._queryset

    @classmethod
    def get_default_prefix(cls) -> str:
        """The list's name in the document."""
        return str(cls.__name__).removesuffix("FormSet").lower()


class TreatmentFormSet(DocumentFormSet):
    """The patient's earlier treatments: rows that stay themselves, so each brings its id and the revision that was seen."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """The list's name in the page's document."""
        return "prior_treatments"

    def _existing_object(self, pk: Any) -> PriorTreatment:
        for row in self._queryset:
            if row.pk == pk:
                return row  # type: ignore[no-any-return]
        raise Http404("There is no such treatment of this patient.")
