"""The addresses of this app under ``/api/v1/``."""

from django.urls import path

from assessments.views import assessments, evaluation, examinations, flag_list, flags, rules

urlpatterns = [
    path(
        "patients/<uuid:patient_id>/examinations",
        examinations.PatientExaminationsView.as_view(),
        name="patient-examinations",
    ),
    path("examinations/<uuid:examination_id>", examinations.ExaminationView.as_view(), name="examination"),
    path("examinations/<uuid:examination_id>/sign", examinations.ExaminationSignView.as_view(), name="examination-sign"),
    path("examinations/<uuid:examination_id>/amend", examinations.ExaminationAmendView.as_view(), name="examination-amend"),
    path(
        "examinations/<uuid:examination_id>/enter-in-error",
        examinations.ExaminationInErrorView.as_view(),
        name="examination-in-error",
    ),
    path("patients/<uuid:patient_id>/assessment", assessments.PatientAssessmentView.as_view(), name="patient-assessment"),
    path("patients/<uuid:patient_id>/assessments", assessments.PatientAssessmentsView.as_view(), name="patient-assessments"),
    path("assessments/<uuid:assessment_id>", assessments.AssessmentView.as_view(), name="assessment"),
    path("flags", flag_list.FlagsView.as_view(), name="flags"),
    path("flags/overrides-by-rule", flag_list.OverridesByRuleView.as_view(), name="overrides-by-rule"),
    path("flags/<uuid:flag_id>", flags.FlagView.as_view(), name="flag"),
    path("flags/<uuid:flag_id>/acknowledge", flags.FlagAcknowledgeView.as_view(), name="flag-acknowledge"),
    path("flags/<uuid:flag_id>/override", flags.FlagOverrideView.as_view(), name="flag-override"),
    path("flags/<uuid:flag_id>/resolve", flags.FlagResolveView.as_view(), name="flag-resolve"),
    path("evaluate", evaluation.EvaluateView.as_view(), name="evaluate"),
    path("rules", rules.RulesView.as_view(), name="rules"),
    path("rules/<slug:rule_id>", rules.RuleView.as_view(), name="rule"),
    path("rules/<slug:rule_id>/local-defaults/<slug:name>", rules.LocalDefaultView.as_view(), name="local-default"),
]
