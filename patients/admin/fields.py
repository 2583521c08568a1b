"""Form fields in which nothing is chosen until somebody chooses it.

An unanswered question has no radio button checked, and stays `not_asked`. A list nobody ticked is not recorded; "none of these"
is a choice of its own.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clinic.models.bounds import NOT_ASKED
from patients.models.fields import CodeField, CodesField

NONE = "none"
NOT_RECORDED = _("Not recorded")
YES_OR_NO = [("True", _("Yes")), ("False", _("No"))]


class AnswerFormField(forms.TypedChoiceField):
    """One radio button for each answer; no button for "not asked", which is what no answer means.

    Once a question has an answer, "Not asked yet" is offered too, so that a slip can be taken back.
    """

    widget = forms.RadioSelect

    def __init__(self, *, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        self.not_asked = [choice for choice in choices if choice[0] == NOT_ASKED]
        self.offers_not_asked = False
        answers = [choice for choice in choices if choice[0] != NOT_ASKED]
        super().__init__(choices=answers, empty_value=NOT_ASKED, required=False, **options)

    def offer_not_asked(self) -> None:
        """Let the answer that is stored be taken back."""
        self.offers_not_asked = True
        self.choices = [*self.choices, *self.not_asked]  # type: ignore[misc]  # the stub does not know what the getter gives

    def prepare_value(self, value: Any) -> Any:
        """No button for no answer."""
        return None if value == NOT_ASKED and not self.offers_not_asked else value

    def valid_value(self, value: Any) -> bool:
        """Also `not_asked`, which an old page may send back."""
        return value == NOT_ASKED or super().valid_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """No answer and `not_asked` are the same."""
        return (initial or NOT_ASKED) != (data or NOT_ASKED)


class CodesFormField(forms.TypedMultipleChoiceField):
    """Boxes to tick, and one for "none of these"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=[*choices, (NONE, _("None of these"))], required=False, empty_value=None, **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing ticked is not "none of these", also when the page comes back with an error."""
        return data or None

    def prepare_value(self, value: Any) -> Any:
        """An empty list was recorded: none."""
        return [NONE] if value is not None and not value else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as shown."""
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        """The words ticked; [] for "none of these"; None when nothing is ticked."""
        words = super().clean(value)
        if words and NONE in words:
            if len(words) > 1:
                raise ValidationError(_("Either some of these, or none of them."), code="contradiction")
            return []
        return words


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with nothing chosen beforehand; None = not recorded."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=YES_OR_NO, coerce=lambda word: word == "True", empty_value=None, required=False, **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as sent."""
        return super().has_changed("" if initial is None else str(initial), data)


class DayInput(forms.DateInput):
    """The browser's own date box: the same day in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def form_field_for(column: models.Field[Any, Any]) -> forms.Field | None:
    """The form field for a column of a document; None where Django's own serves."""
    label: dict[str, Any] = {"label": capfirst(str(column.verbose_name))}
    if isinstance(column, CodesField):
        return CodesFormField(choices=column.words, **label)
    if isinstance(column, CodeField):
        return _for_code(column, label)
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return forms.DateField(required=False, widget=DayInput(), input_formats=["%Y-%m-%d"], **label)
    if isinstance(column, models.BooleanField) and column.null:
        return YesNoField(**label)
    return None


def _for_code(column: CodeField, label: dict[str, Any]) -> forms.Field:
    choices: Any = column.choices or []
    if column.default == NOT_ASKED:
        return AnswerFormField(choices=choices, **label)
    if not column.null:
        return forms.ChoiceField(choices=[("", _("Please choose")), *choices], **label)
    return forms.TypedChoiceField(choices=[("", NOT_RECORDED), *choices], empty_value=None, required=False, **label)
