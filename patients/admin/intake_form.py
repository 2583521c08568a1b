"""The form of an intake history, and its sections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.errors import ClinicError
from patients import documents
from patients.admin.forms import DocumentForm
from patients.documents.safety_questions import SAFETY_ITEMS
from patients.models import IntakeHistory

LISTS_IN_FORMSETS = ("/sports/", "/repetitive_tasks/", "/movement_difficulties/", "/safety/reviews/", "/prior_treatments/")
SITTING = ("work", "computer", "driving", "eating", "tv", "devices", "other")

SECTIONS: list[tuple[Any, dict[str, Any]]] = [
    (_("Visit"), {"fields": ("patient", "recorded_on", "source", "chief_complaint")}),
    (
        _("Pain"),
        {
            "fields": (
                "pain_locations", "pain_side", "onset_on", "duration_weeks", "symptoms_changed_on", "pain_now", "pain_worst",
                "pain_average", "pain_on_rising_from_sitting", "difficulty_standing_erect", "pain_on_hip_extension",
                "hip_held_flexed", "pain_unrelated_to_movement", "back_spasms", "structural_asymmetry",
            ),
        },
    ),
    (
        _("Safety questions"),
        {
            "description": _("Read each question aloud as it is written. Leave it open if it was not asked."),
            "fields": ("safety_screened_on", *(f"safety_answers_{item}" for item in SAFETY_ITEMS)),
        },
    ),
    (
        _("Daily life: sitting"),
        {
            "description": _("Minutes a day. Leave open what was not asked; 0 means none."),
            "fields": (
                *(f"sitting_workday_{name}" for name in SITTING),
                *(f"sitting_non_workday_{name}" for name in SITTING),
                "sitting_workdays_per_week", "sitting_total_workday_minutes", "sitting_longest_bout_minutes",
            ),
        },
    ),
    (
        _("Daily life: movement"),
        {
            "fields": (
                "sports_none", "sports_complete", "stretching_habit", "athlete", "stairs_lead_leg", "stairs_always",
                "stairs_flights_per_day", "handedness", "kicking_leg", "repetitive_tasks_none", "movement_difficulties_none",
            ),
        },
    ),
    (
        _("Questionnaires filled in elsewhere"),
        {"fields": ("start_back_total", "start_back_distress", "odi_percent", "odi_version", "odi_on")},
    ),
    (
        _("Earlier care"),
        {"fields": ("prior_care_any", "prior_care_list_complete", "hip_flexors_ever_examined")},
    ),
]  # fmt: skip
FORM_ONLY = ("sports_none", "repetitive_tasks_none", "movement_difficulties_none")


class IntakeForm(DocumentForm):
    """An intake history without its lists, which are formsets."""

    KIND = documents.Intake

    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sports_none = forms.BooleanField(required=False, label=_("Asked: does no sport"))
    repetitive_tasks_none = forms.BooleanField(required=False, label=_("Asked: does nothing over and over"))
    movement_difficulties_none = forms.BooleanField(required=False, label=_("Asked: no movement became difficult"))

    class Meta:
        model = IntakeHistory
        fields = ("patient",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            document = self.instance.document()
            for name in FORM_ONLY:
                if name in self.fields:
                    self.initial[name] = getattr(document, name.removesuffix("_none")) == ()

    def tell(self, refusal: ClinicError) -> None:
        """What concerns a row of a list is told at that row."""
        elsewhere = [p for p in refusal.problems if p.pointer.startswith(LISTS_IN_FORMSETS)]
        if elsewhere:
            self.add_error(None, refusal.detail)
            here = tuple(p for p in refusal.problems if p not in elsewhere)
            if here:
                super().tell(type(refusal)(refusal.detail, problems=here))
        else:
            super().tell(refusal)
