"""PURE: places where the record contradicts itself. Until somebody resolves one, nothing is concluded from either side of
it."""

from collections.abc import Iterator
from typing import NamedTuple

from assessments.case import Case, once_per_case
from assessments.concepts.prior_care import denies_itself, episodes
from assessments.concepts.sitting import sitting_contradictions
from assessments.logic import Pointers, union
from assessments.wording import treatment_named
from patients.documents import PriorTreatment

EVER, LIST_COMPLETE, ANY_CARE = (
    f"/intake/{name}" for name in ("hip_flexors_ever_examined", "prior_care_list_complete", "prior_care_any")
)


class Contradiction(NamedTuple):
    """`about` names it; `at` are the fields that contradict one another; `sentence` says it."""

    about: str
    at: Pointers
    sentence: str


@once_per_case
def contradictions(case: Case) -> tuple[Contradiction, ...]:
    known = history_contradictions(case)
    denials = (denial for _, denial in _examined_denied(case) if denial not in known)
    return (*known, *denials, *_pregnancy(case), *_sitting(case), *_start_back(case))


@once_per_case
def history_contradictions(case: Case) -> tuple[Contradiction, ...]:
    """Those that leave open whether the hip flexors were ever examined."""
    return (*_care_denied(case), *_ever_denied(case), *_ever_unmatched(case), *unsettled_denials(case))


@once_per_case
def unsettled_denials(case: Case) -> tuple[Contradiction, ...]:
    """Episodes that deny and describe an examination; another episode that plainly says yes settles the question."""
    if any(episode.examined.is_true for episode in episodes(case)):
        return ()
    counted = {episode.place for episode in episodes(case)}
    return tuple(denial for place, denial in _examined_denied(case) if place in counted)


def _care_denied(case: Case) -> Iterator[Contradiction]:
    if case.intake.prior_care_any == "no" and episodes(case):
        anchors = tuple(episode.anchor() for episode in episodes(case))
        sentence = "No earlier care is recorded for this complaint, and yet earlier treatments are listed."
        yield Contradiction("prior_care_any", (ANY_CARE, *anchors), sentence)


def _ever_denied(case: Case) -> Iterator[Contradiction]:
    """Nobody ever examined the hip flexors, and a treatment (for whatever complaint) says that they were examined."""
    examined = _examined_pointers(case)
    if case.intake.hip_flexors_ever_examined == "no" and examined:
        sentence = "The hip flexors were never examined by the intake, and examined by an earlier treatment."
        yield Contradiction("hip_flexors_ever_examined", (EVER, *examined), sentence)


def _ever_unmatched(case: Case) -> Iterator[Contradiction]:
    """Somebody examined the hip flexors, and yet none of the providers did, all of whom are listed."""
    nobody = all(episode.examined.is_false for episode in episodes(case))
    complete = case.intake.prior_care_list_complete == "yes"
    claimed = case.intake.hip_flexors_ever_examined == "yes"
    if claimed and complete and nobody and episodes(case) and not _examined_pointers(case):
        denials = union(episode.examined.at for episode in episodes(case))
        sentence = "Somebody examined the hip flexors by the intake, and none of the providers did, who are all listed."
        yield Contradiction("hip_flexors_ever_examined_unmatched", (EVER, LIST_COMPLETE, *denials), sentence)


def _examined_pointers(case: Case) -> Pointers:
    """Where a treatment says that the hip flexors were examined, or how, or that they were examined again."""
    treatments = enumerate(case.prior_treatments or ())
    return tuple(f"/prior_treatments/{place}/{field}" for place, item in treatments for field in _examined_fields(item))


def _examined_fields(treatment: PriorTreatment) -> Iterator[str]:
    if treatment.hip_flexors_examined == "yes":
        yield "hip_flexors_examined"
    if treatment.hip_flexor_exam_modes:
        yield "hip_flexor_exam_modes"
    if treatment.hip_flexors_reexamined == "yes":
        yield "hip_flexors_reexamined"


def _examined_denied(case: Case) -> Iterator[tuple[int, Contradiction]]:
    """With the place of the treatment."""
    for index, treatment in enumerate(case.prior_treatments or ()):
        if denies_itself(treatment):
            at = tuple(f"/prior_treatments/{index}/{field}" for field in ("hip_flexors_examined", *_examined_fields(treatment)))
            sentence = f"{treatment_named(treatment)}: hip flexors not examined, and yet how they were examined is recorded."
            yield index, Contradiction("hip_flexors_examined", at, sentence)


def _pregnancy(case: Case) -> Iterator[Contradiction]:
    if case.patient.sex == "male" and case.intake.safety.answers.pregnant == "yes":
        sentence = "The sex is recorded as male, and pregnancy as yes."
        yield Contradiction("pregnant", ("/patient/sex", "/intake/safety/answers/pregnant"), sentence)


def _sitting(case: Case) -> Iterator[Contradiction]:
    for about, at, sentence in sitting_contradictions(case):
        yield Contradiction(about, at, sentence)


def _start_back(case: Case) -> Iterator[Contradiction]:
    """The distress score is a part of the total."""
    score = case.intake.start_back
    if score.total is not None and score.distress is not None and score.distress > score.total:
        sentence = f"The STarT Back distress score ({score.distress}) is greater than the total it is part of ({score.total})."
        yield Contradiction("start_back", ("/intake/start_back/total", "/intake/start_back/distress"), sentence)
