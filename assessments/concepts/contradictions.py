"""PURE: places where the record contradicts itself. Until somebody resolves one, nothing is concluded from either side of
it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from assessments.case import Case, once_per_case
from assessments.concepts.prior_care import denies_itself, episodes
from assessments.concepts.sitting import sitting_contradictions
from assessments.logic import Pointers, union
from assessments.wording import treatment_named
from patients.documents import PriorTreatment
from patients.documents.language import marked
from patients.documents.language import translated as _

EVER, LIST_COMPLETE, ANY_CARE = (
    f"/intake/{name}" for name in ("hip_flexors_ever_examined", "prior_care_list_complete", "prior_care_any")
)
CARE_DENIED = marked("No earlier care is recorded for this complaint, and yet earlier treatments are listed.")
EVER_DENIED = marked("The hip flexors were never examined by the intake, and examined by an earlier treatment.")
EVER_UNMATCHED = marked("Somebody examined the hip flexors by the intake, and none of the providers did, who are all listed.")
MALE_AND_PREGNANT = marked("The sex is recorded as male, and pregnancy as yes.")


class Contradiction(NamedTuple):
    """`about` names it; `at` are the fields that contradict one another; `say` words it in the language of the moment."""

    about: str
    at: Pointers
    say: Callable[[], str]


@once_per_case
def contradictions(case: Case) -> tuple[Contradiction, ...]:
    known = history_contradictions(case)
    told = {(contradiction.about, contradiction.at) for contradiction in known}
    denials = [denial for place, denial in _examined_denied(case) if (denial.about, denial.at) not in told]
    return (*known, *denials, *_pregnancy(case), *_sitting(case), *_start_back(case))


@once_per_case
def history_contradictions(case: Case) -> tuple[Contradiction, ...]:
    """Those that leave open whether the hip flexors were ever examined."""
    return (*_care_denied(case), *_ever_denied(case), *_ever_unmatched(case), *unsettled_denials(case))


@once_per_case
def unsettled_denials(case: Case) -> tuple[Contradiction, ...]:
    """Episodes that deny and describe an examination; another episode that plainly says yes settles the question."""
    denials = _examined_denied(case)
    if not denials or any(episode.examined.is_true for episode in episodes(case)):
        return ()
    counted = {episode.place for episode in episodes(case)}
    return tuple(denial for place, denial in denials if place in counted)


def _care_denied(case: Case) -> Iterator[Contradiction]:
    if case.intake.prior_care_any == "no" and episodes(case):
        anchors = tuple(episode.anchor() for episode in episodes(case))
        yield Contradiction(
            "prior_care_any",
            (ANY_CARE, *anchors),
            partial(_, CARE_DENIED),
        )


def _ever_denied(case: Case) -> Iterator[Contradiction]:
    """Nobody ever examined the hip flexors, and a treatment (for whatever complaint) says that they were examined."""
    if case.intake.hip_flexors_ever_examined == "no" and (examined := _examined_pointers(case)):
        yield Contradiction(
            "hip_flexors_ever_examined",
            (EVER, *examined),
            partial(_, EVER_DENIED),
        )


def _ever_unmatched(case: Case) -> Iterator[Contradiction]:
    """Somebody examined the hip flexors, and yet none of the providers did, all of whom are listed."""
    if case.intake.prior_care_list_complete != "yes" or case.intake.hip_flexors_ever_examined != "yes":
        return
    nobody = all(episode.examined.is_false for episode in episodes(case))
    if nobody and episodes(case) and not _examined_pointers(case):
        denials = union(episode.examined.at for episode in episodes(case))
        yield Contradiction(
            "hip_flexors_ever_examined_unmatched",
            (EVER, LIST_COMPLETE, *denials),
            partial(_, EVER_UNMATCHED),
        )


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


@once_per_case
def _examined_denied(case: Case) -> tuple[tuple[int, Contradiction], ...]:
    """With the place of the treatment."""
    found: list[tuple[int, Contradiction]] = []
    for index, treatment in enumerate(case.prior_treatments or ()):
        if denies_itself(treatment):
            at = tuple(f"/prior_treatments/{index}/{field}" for field in ("hip_flexors_examined", *_examined_fields(treatment)))
            found.append((index, Contradiction("hip_flexors_examined", at, partial(_denial, treatment))))
    return tuple(found)


def _denial(treatment: PriorTreatment) -> str:
    sentence = _("{treatment}: hip flexors not examined, and yet how they were examined is recorded.")
    return sentence.format(treatment=treatment_named(treatment))


def _pregnancy(case: Case) -> Iterator[Contradiction]:
    if case.patient.sex == "male" and case.intake.safety.answers.pregnant == "yes":
        yield Contradiction(
            "pregnant",
            ("/patient/sex", "/intake/safety/answers/pregnant"),
            partial(_, MALE_AND_PREGNANT),
        )


def _sitting(case: Case) -> Iterator[Contradiction]:
    for about, at, say in sitting_contradictions(case):
        yield Contradiction(about, at, say)


def _start_back(case: Case) -> Iterator[Contradiction]:
    """The distress score is a part of the total."""
    score = case.intake.start_back
    if score.total is not None and score.distress is not None and score.distress > score.total:
        say = partial(_start_back_scores, score.distress, score.total)
        yield Contradiction("start_back", ("/intake/start_back/total", "/intake/start_back/distress"), say)


def _start_back_scores(distress: int, total: int) -> str:
    sentence = _("The STarT Back distress score ({distress}) is greater than the total it is part of ({total}).")
    return sentence.format(distress=distress, total=total)
