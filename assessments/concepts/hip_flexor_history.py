"""PURE: whether anybody examined the hip flexors before: the question that the centre of the product turns on."""

from assessments.atoms import intake_answer
from assessments.case import Case, once_per_case
from assessments.concepts.contradictions import history_contradictions
from assessments.concepts.prior_care import episodes, had_care
from assessments.logic import Fact, Pointers, all_of, any_of, not_, union
from assessments.rule import Ruling, absent, not_applicable, undetermined


@once_per_case
def never_examined(case: Case) -> Ruling:
    """Whether it is recorded that nobody examined the hip flexors in earlier care. Present comes without its severity."""
    if conflicts := history_contradictions(case):
        return undetermined(union(conflict.at for conflict in conflicts), detail="contradictory_record")
    told_care = intake_answer(case, "prior_care_any")
    if told_care.is_false:
        return not_applicable(told_care.at)
    ever = intake_answer(case, "hip_flexors_ever_examined")
    somebody = any_of(*(episode.examined for episode in episodes(case)), ever)
    if somebody.is_true:
        return absent(somebody.at)
    nobody = any_of(_nobody_of_all(case), all_of(had_care(case), not_(ever)))
    if nobody.is_true:
        return Ruling(status="present", grounds=Fact(True, _with_denials(case, nobody)))
    return undetermined(_what_would_tell(case, nobody, ever), at=nobody.at, detail=_why_open(case))


def _nobody_of_all(case: Case) -> Fact:
    """Every listed provider did not, and all are listed."""
    if not episodes(case):
        return Fact(False)
    denials = (not_(episode.examined) for episode in episodes(case))
    return all_of(*denials, intake_answer(case, "prior_care_list_complete"))


def _with_denials(case: Case, nobody: Fact) -> Pointers:
    """The deciding inputs, with every provider's recorded no."""
    denials = (episode.examined.at for episode in episodes(case))
    return union((nobody.at, *denials))


def _what_would_tell(case: Case, nobody: Fact, ever: Fact) -> Pointers:
    """Any open answer could also say that somebody did; without episodes there may be some to list."""
    unlisted = () if episodes(case) else ("/prior_treatments",)
    open_episodes = (episode.examined.missing for episode in episodes(case))
    return union((nobody.missing, ever.missing, *open_episodes, unlisted))


def _why_open(case: Case) -> str | None:
    answers = [episode.examined.truth for episode in episodes(case)]
    if not answers or False not in answers:
        return None
    return "mixed_no_and_unknown" if None in answers else "not_examined_in_all_recorded"
