"""Care was given for this complaint, and nobody examined the hip flexors. The centre of the product.

A clinician would say: "Eleven or twelve sessions, no better, and nobody had ever looked at his hip flexors." It matters,
for the psoas is not found by examining the back only. It states a gap in the record, never a reason for the pain. It must
not fire when any provider examined them, when an answer is missing, or when the record contradicts itself. Source: the
founding therapist's account; hip findings in 75-80 % of people with low back pain (Prather 2017).
"""

from assessments.case import Case
from assessments.concepts.hip_flexor_history import never_examined
from assessments.concepts.prior_care import (
    MANY_SESSIONS,
    SOME_SESSIONS,
    episodes,
    improvement_pointers,
    session_pointers,
    severity_of_gap,
)
from assessments.concepts.prior_care_words import care_in_words, provider
from assessments.logic import union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present
from assessments.wording import contradicted, day, listed, named, source
from patients.documents.language import marked, ngettext
from patients.documents.language import translated as _

ACTION = marked(
    "Examine the hip flexors on both sides: length, strength, and palpation if it is cleared. "
    "This may add what the earlier care did not cover. "
    "Ask for the records of what was done earlier."
)


def check(case: Case) -> Ruling:
    ruling = never_examined(case)
    if ruling.status != "present":
        return ruling
    of = episodes(case)
    return present(severity_of_gap(case, of), lambda: union((ruling.at, session_pointers(of), *map(improvement_pointers, of))))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status == "present":
        return Words(f"{care_in_words(episodes(case))} {_nobody(case)}", action=_(ACTION))
    if ruling.detail == "contradictory_record":
        return contradicted(ruling, case)
    if ruling.status == "undetermined" and ruling.detail:
        ask = _("To decide, ask for {inputs}.").format(inputs=named(ruling.missing, case))
        return Words(f"{_counts(case)} {ask}")
    return None


def _nobody(case: Case) -> str:
    """Who said it and when."""
    if case.intake.hip_flexors_ever_examined != "no":
        return _("For none of them a hip-flexor examination is recorded, and the list of providers is recorded as complete.")
    date = day(case.intake.recorded_on)
    if case.intake.source is None:
        return _("Told on {date}: nobody ever examined the hip flexors.").format(date=date)
    told = _("Told by {source} on {date}: nobody ever examined the hip flexors.")
    return told.format(source=source(case.intake.source), date=date)


def _counts(case: Case) -> str:
    without = [episode for episode in episodes(case) if episode.examined.is_false]
    unknown = [episode for episode in episodes(case) if episode.examined.is_open]
    first = ngettext(
        "Hip flexors not examined in {count} recorded episode ({providers}).",
        "Hip flexors not examined in {count} recorded episodes ({providers}).",
        len(without),
    ).format(count=len(without), providers=listed(map(provider, without)))
    if not unknown:
        return first
    others = ngettext("Not known for {count} other.", "Not known for {count} others.", len(unknown))
    return f"{first} {others.format(count=len(unknown))}"


RULE = Rule(
    id="hip_flexors_never_examined",
    version=1,
    title="Hip flexors never examined in earlier care",
    statement="There was care for this complaint, and no examination of the hip flexors is recorded in any of it.",
    logic="Present when there was care and nobody ever examined the hip flexors, or when every listed provider did not "
    "and the list is complete. Absent when anybody did. Not applicable without earlier care. Undetermined when "
    "answers are missing or contradict one another. Severity by sessions and improvement.",
    rank="care_gap",
    evidence_grade="E0 + S",
    inputs=(
        "/intake/prior_care_any",
        "/intake/prior_care_list_complete",
        "/intake/hip_flexors_ever_examined",
        "/prior_treatments/*/hip_flexors_examined",
        "/prior_treatments/*/hip_flexor_exam_modes",
        "/prior_treatments/*/hip_flexors_reexamined",
        "/prior_treatments/*/sessions_min",
        "/prior_treatments/*/outcome",
    ),
    sources=(
        "The founding therapist's account of his practice",
        "Prather et al. 2017: hip findings in 75-80 % of people with low back pain",
    ),
    counter_evidence=(
        "It rests on what the patient recalls of earlier examinations.",
        "In a registry of 4,597 patients only 28.5 % reached the ODI threshold of improvement anyway.",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(MANY_SESSIONS, SOME_SESSIONS),
)
