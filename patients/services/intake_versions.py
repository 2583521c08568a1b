"""Writing one version of an intake history, for the services that are about to audit and assess it."""

from django.utils import timezone

from clinic.access.actor import Actor
from clinic.access.permissions import Permission
from clinic.errors import Conflict, FieldProblem, NotPermitted
from patients.documents import Intake, Problem, age_on, required_items
from patients.models import IntakeHistory, Patient
from patients.refusals import invalid
from patients.services.dates import dates_of_intake, future_problems
from patients.services.locking import Id, refuse_if_in_error, today_at


def new_version(patient: Patient, document: Intake, *, by: Actor, corrects: Id | None) -> IntakeHistory:
    """A new draft; with `corrects`, of the same episode as the version it corrects."""
    original = None if corrects is None else _correctable(patient, corrects, by)
    refuse_unacceptable(patient, document, Intake() if original is None else original.document(), by=by)
    row = IntakeHistory(clinic_id=by.clinic_id, patient=patient, corrects=original)
    row.episode = row.pk if original is None else original.episode
    row.take(document)
    row.save()
    row.replace_lists(document)
    return row


def rewrite(row: IntakeHistory, patient: Patient, document: Intake, *, by: Actor) -> None:
    """Make `document` the content of a draft."""
    refuse_if_in_error(row)
    refuse_if_ready(row)
    refuse_unacceptable(patient, document, row.document(), by=by)
    row.take(document)
    row.revision += 1
    row.save()
    row.replace_lists(document)


def refuse_if_ready(row: IntakeHistory) -> None:
    """What is ready is never rewritten."""
    if row.status == IntakeHistory.Status.READY:
        raise Conflict("The intake is ready: record a new one that corrects it.", code="intake_is_ready")


def refuse_unacceptable(patient: Patient, document: Intake, before: Intake, *, by: Actor) -> None:
    """Reviews of safety answers are a clinician's; nothing told happened after today."""
    if (document.safety.reviews or ()) != (before.safety.reviews or ()) and not by.may(Permission.REVIEW_SAFETY):
        detail = f"The role {by.role.value} does not include {Permission.REVIEW_SAFETY.value}."
        problem = FieldProblem("/safety/reviews", "not_permitted", "only a clinician reviews safety answers")
        raise NotPermitted(detail, problems=(problem,))
    problems = tuple(future_problems(dates_of_intake(document), today_at(patient.clinic)))
    if problems:
        raise invalid(problems)


def refuse_incomplete(row: IntakeHistory, patient: Patient) -> None:
    """`Conflict` (`safety_unanswered`) naming each question that still must be asked.

    "Don't know" and "prefers not to say" are answers here: the question was asked. The assessment still counts them as open.
    """
    age = age_on(patient.birth_date, today_at(patient.clinic))
    document = row.document()
    problems = [
        Problem(f"/safety/answers/{item}", "unanswered", "has not been asked yet")
        for item in required_items(patient.sex, age)
        if getattr(document.safety.answers, item) == "not_asked"
    ]
    if document.safety.screened_on is None:
        problems.insert(0, Problem("/safety/screened_on", "required", "is required: the day the safety questions were asked"))
    if problems:
        named = tuple(FieldProblem(*problem) for problem in problems)
        raise Conflict("The safety questions are not complete yet.", problems=named, code="safety_unanswered")


def make_ready(row: IntakeHistory) -> None:
    """From draft to ready; from here on it is only corrected by a new version."""
    row.status = IntakeHistory.Status.READY
    row.ready_at = timezone.now()
    row.revision += 1
    row.save()


def _correctable(patient: Patient, corrects: Id, by: Actor) -> IntakeHistory:
    rows = IntakeHistory.objects.visible_to(by).with_lists(by).filter(patient=patient)
    original = rows.get_visible(by, corrects)
    refuse_if_in_error(original)
    if original.status != IntakeHistory.Status.READY:
        raise Conflict("This is still a draft: change the draft itself.", code="intake_is_draft")
    if IntakeHistory.objects.visible_to(by).in_force().filter(corrects=original).exists():
        raise Conflict("This version has been corrected already: correct the newer one.", code="intake_already_corrected")
    return original
