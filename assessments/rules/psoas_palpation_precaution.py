"""The psoas must not, or not yet, be palpated through the abdomen.

A clinician would say: "With an aneurysm, a pregnancy or an acute abdomen I keep my fingers away and test the muscle in
another way." It matters, for deep abdominal pressure can do harm there. It must not fire when the questions are answered
with no and the gate is not stopped; missing palpation is then no defect of the examination. Source: informal teaching
texts; no trial.
"""

from assessments.case import Case
from assessments.logic import union
from assessments.recorded_words import recorded
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Severity, Words, absent, present, undetermined
from assessments.safety import Palpation, safety_of
from assessments.safety.defaults import LOCAL_DEFAULTS
from assessments.wording import named
from patients.documents.language import marked
from patients.documents.language import translated as _

SEVERITY: dict[Palpation, Severity] = {"blocked": "high", "not_cleared": "moderate", "with_caution": "low"}
DO_NOT = marked("Do not palpate the psoas through the abdomen.")
NOT_YET = marked("Do not palpate the psoas through the abdomen until the open questions are answered.")
INSTEAD = marked("Use the modified Thomas test, resisted hip flexion and distal palpation instead.")


def check(case: Case) -> Ruling:
    safety = safety_of(case)
    if safety.palpation == "cleared":
        open_inputs = union((safety.missing, safety.undecided))
        return undetermined(open_inputs) if open_inputs else absent(safety.palpation_at)
    severity = SEVERITY[safety.palpation]
    return present(severity, safety.palpation_at, detail=safety.palpation, missing=safety.palpation_missing)


def say(case: Case, ruling: Ruling) -> Words | None:
    safety = safety_of(case)
    withheld = safety.gate == "incomplete"
    if safety.palpation == "blocked":
        found = _("Abdominal palpation of the psoas is blocked (not to be done). Recorded: {recorded}.")
        action = _(DO_NOT) if withheld else f"{_(DO_NOT)} {_(INSTEAD)}"
        return Words(found.format(recorded=recorded(case, safety.palpation_at)), action=action)
    if safety.palpation == "not_cleared":
        found = _("Abdominal palpation of the psoas is not cleared; not recorded: {inputs}.")
        return Words(found.format(inputs=named(safety.palpation_missing)), action=_(NOT_YET))
    if safety.palpation == "with_caution":
        found = _("Blood thinners or a bleeding disorder are recorded: abdominal palpation of the psoas calls for caution.")
        return Words(found, action="" if withheld else _("Palpate the psoas lightly, if at all."))
    if ruling.status == "undetermined":
        return None
    return Words(_("Nothing recorded speaks against abdominal palpation of the psoas."))


RULE = Rule(
    id="psoas_palpation_precaution",
    version=1,
    title="Precaution: abdominal palpation of the psoas",
    statement="Abdominal palpation of the psoas is blocked, not yet cleared, or to be done with caution.",
    logic="Blocked by an aneurysm, a pulsatile mass, an acute abdomen, guarding, pregnancy, an emergency or urgent "
    "gate, or the psoas abscess or haematoma combination. Not cleared while one of the questions or combinations "
    "is open or the screen is out of date. With caution on blood thinners. Otherwise absent. A clinician may "
    "override it with a recorded reason.",
    rank="precaution",
    evidence_grade="C",
    inputs=(
        "/intake/safety",
        "/intake/pain_locations",
        "/intake/hip_held_flexed",
        "/examination/abdomen",
        "/examination/strength",
    ),
    sources=("Informal teaching texts on psoas palpation; no trial was found",),
    counter_evidence=("No study shows how often psoas palpation does harm; the precautions rest on informal sources.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=LOCAL_DEFAULTS,
    advice="record",
)
