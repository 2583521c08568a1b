"""There was care for this complaint, and nobody recorded whether the hip flexors were examined in it.

A clinician would say: "I cannot tell whether anybody looked; I have to ask." It matters, for an unasked question must not
pass for a gap, nor for an examination. It must not fire as soon as one provider's answer, or the overall answer, is yes
or no. Source: the founding therapist's account.
"""

from assessments.atoms import intake_answer
from assessments.case import Case
from assessments.concepts.contradictions import unsettled_denials
from assessments.concepts.prior_care import episodes, had_care
from assessments.concepts.prior_care_words import care_in_words
from assessments.logic import union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, absent, not_applicable, present, undetermined
from assessments.wording import contradicted
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    care = had_care(case)
    if care.is_false:
        return not_applicable(care.at)
    if denials := unsettled_denials(case):
        return undetermined(union(denial.at for denial in denials), detail="contradictory_record")
    answers = [intake_answer(case, "hip_flexors_ever_examined"), *(episode.examined for episode in episodes(case))]
    told = union(answer.at for answer in answers)
    if told:
        return absent(told)
    if care.is_open:
        return undetermined(union((care.missing, *(answer.missing for answer in answers))))
    return present("info", care.at)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "present":
        unknown = _("Whether the hip flexors were examined is not recorded for any of it.")
        action = _("Ask whether anybody ever examined the hip flexors, and ask for the earlier records.")
        return Words(f"{care_in_words(episodes(case))} {unknown}", action=action)
    if ruling.detail == "contradictory_record":
        return contradicted(ruling, case)
    return Words(_("Whether the hip flexors were examined before has been told.")) if ruling.status == "absent" else None


RULE = Rule(
    id="hip_flexor_exam_history_unknown",
    version=1,
    title="Unknown whether the hip flexors were examined before",
    statement="There was care for this complaint, and whether the hip flexors were examined in it is not recorded at all.",
    logic="Present when there was care and neither the overall answer nor any episode's answer is yes or no. Absent when one is. "
    "Undetermined while an episode denies and describes an examination.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=("/intake/prior_care_any", "/intake/hip_flexors_ever_examined", "/prior_treatments/*/hip_flexors_examined"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Not knowing is no sign that the examination was left out.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    advice="record",
)
