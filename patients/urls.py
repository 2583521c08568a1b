"""The addresses of this app under ``/api/v1/``."""

from django.urls import path

from patients.views.duplicates import PatientPossibleDuplicatesView, PossibleDuplicatesView
from patients.views.intakes import IntakeInErrorView, IntakeReadyView, IntakeView, PatientIntakesView
from patients.views.merging import PatientMergeView, PatientUnmergeView
from patients.views.patients import PatientsView, PatientView
from patients.views.prior_treatments import PatientPriorTreatmentsView, PriorTreatmentInErrorView, PriorTreatmentView

urlpatterns = [
    path("patients", PatientsView.as_view(), name="patients"),
    path("patients/<uuid:patient_id>", PatientView.as_view(), name="patient"),
    path("patients/possible-duplicates", PossibleDuplicatesView.as_view(), name="possible-duplicates"),
    path(
        "patients/<uuid:patient_id>/possible-duplicates",
        PatientPossibleDuplicatesView.as_view(),
        name="patient-possible-duplicates",
    ),
    path("patients/<uuid:patient_id>/merge", PatientMergeView.as_view(), name="patient-merge"),
    path("patients/<uuid:patient_id>/unmerge", PatientUnmergeView.as_view(), name="patient-unmerge"),
    path("patients/<uuid:patient_id>/intakes", PatientIntakesView.as_view(), name="patient-intakes"),
    path("intakes/<uuid:intake_id>", IntakeView.as_view(), name="intake"),
    path("intakes/<uuid:intake_id>/ready", IntakeReadyView.as_view(), name="intake-ready"),
    path("intakes/<uuid:intake_id>/enter-in-error", IntakeInErrorView.as_view(), name="intake-in-error"),
    path("patients/<uuid:patient_id>/prior-treatments", PatientPriorTreatmentsView.as_view(), name="patient-prior-treatments"),
    path("prior-treatments/<uuid:treatment_id>", PriorTreatmentView.as_view(), name="prior-treatment"),
    path(
        "prior-treatments/<uuid:treatment_id>/enter-in-error",
        PriorTreatmentInErrorView.as_view(),
        name="prior-treatment-in-error",
    ),
]
