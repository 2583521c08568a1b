"""Forms whose content a service judges."""

from typing import Any, ClassVar

from django import forms

from clinic.errors import ClinicError
from clinic.scoping import RevisionedModel


class ClinicalForm(forms.ModelForm[Any]):
    """A form of the admin.  What the service refuses comes back as errors of this form, beside the fields they name.

    ``expected_revision`` carries the revision the person saw when the page was opened.
    """

    expected_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    refusal: ClassVar[ClinicError | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.shows_revision():
            self.fields["expected_revision"].initial = self.instance.revision
            self.fields["expected_revision"].required = True

    def shows_revision(self) -> bool:
        """Whether this form changes a row that counts its revisions."""
        return isinstance(self.instance, RevisionedModel) and not self.instance._state.adding

    def clean(self) -> dict[str, Any]:
        """Add what the service refused when this form was first sent to it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refusal is not None:
            self.tell(self.refusal)
        return cleaned

    def tell(self, refusal: ClinicError) -> None:
        """Put each field problem beside its field, and what names no field of this form above them all."""
        for problem in refusal.problems:
            name = self.field_of(problem.pointer)
            self.add_error(name, problem.detail if name else f"{problem.pointer}: {problem.detail}".lstrip(": "))
        if not refusal.problems:
            self.add_error(None, refusal.detail)

    def field_of(self, pointer: str) -> str | None:
        """The field a JSON pointer means: ``/sitting/workday_work`` is ``sitting_workday_work``."""
        name = pointer.strip("/").replace("/", "_")
        return name if name in self.fields else None
