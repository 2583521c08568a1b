"""The safety questions are not all answered for today.

A clinician would say: "Nobody has asked about the bladder yet, so I do not start." It matters, for an unanswered question
is not a no. It lists what is open and is never undetermined. It must not fire for questions that are not required, or for
pregnancy where that is not asked. Source: IFOMPT red-flag framework (Finucane, JOSPT 2020).
"""

from collections.abc import Iterator

from assessments.case import Case
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, absent, present
from assessments.safety import SafetyState, safety_of
from assessments.safety.defaults import LOCAL_DEFAULTS
from assessments.safety.look import PREFIX
from assessments.wording import label, listed, named
from patients.documents.language import marked, ngettext
from patients.documents.language import translated as _

SCREEN_PROBLEMS = {
    "undated": marked("The safety screen has no date."),
    "older_than_symptoms": marked("The safety screen is older than the last change of symptoms."),
    "older_than_intake": marked("The safety screen is older than this intake."),
}


def check(case: Case) -> Ruling:
    safety = safety_of(case)
    if safety.is_complete:
        return absent(tuple(PREFIX + item for item in safety.answered))
    dated = case.intake.safety.screened_on is not None
    return present("moderate", ("/intake/safety/screened_on",) if dated else (), missing=safety.missing)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return Words(_("All required safety questions are answered."))
    return Words(" ".join(_problems(safety_of(case))), action=_("Complete the safety screen before anything else."))


def _problems(safety: SafetyState) -> Iterator[str]:
    if safety.unanswered:
        sentence = ngettext(
            "{count} required safety question not answered yes or no: {items}.",
            "{count} required safety questions not answered yes or no: {items}.",
            len(safety.unanswered),
        )
        items = listed(label(PREFIX + item) for item in safety.unanswered)
        yield sentence.format(count=len(safety.unanswered), items=items)
    if safety.screen_problem:
        yield _(SCREEN_PROBLEMS[safety.screen_problem])
    if safety.open_inputs:
        sentence = _("A positive answer cannot be weighed until this is recorded: {inputs}.")
        yield sentence.format(inputs=named(safety.open_inputs))


RULE = Rule(
    id="red_flag_screen_incomplete",
    version=1,
    title="Safety screen incomplete",
    statement="Required safety questions are unanswered, or the screen has no date or is older than the symptoms or the intake.",
    logic="Present while a required item is not answered yes or no, the screen is undated or out of date, or a positive answer "
    "waits for something else to be recorded; otherwise absent. Never undetermined.",
    rank="red_flag",
    evidence_grade="G",
    inputs=("/intake/safety", "/intake/recorded_on", "/intake/symptoms_changed_on", "/patient/sex", "/patient/birth_date"),
    sources=("IFOMPT red-flag framework: Finucane et al., JOSPT 2020",),
    counter_evidence=(
        "Asking everybody everything finds few serious conditions and makes some people worry (Downie, BMJ 2013).",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=LOCAL_DEFAULTS,
    advice="record",
)
