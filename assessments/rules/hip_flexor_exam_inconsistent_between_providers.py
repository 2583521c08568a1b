"""Some earlier providers examined the hip flexors and others did not.

A clinician would say: "One of them looked, the other did not, so I compare what they did." It must not fire while only
one answer is known. Source: the founding therapist's account.
"""

from assessments.case import Case
from assessments.concepts.prior_care import episodes, without_episodes
from assessments.concepts.prior_care_words import providers
from assessments.logic import all_of, any_of, not_
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, not_applicable, present, unless_true
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    of = episodes(case)
    if len(of) < 2:
        return not_applicable(tuple(episode.anchor() for episode in of)) if of else without_episodes(case)
    examined = [episode.examined for episode in of]
    fact = all_of(any_of(*examined), any_of(*map(not_, examined)))
    return unless_true(fact) or present("info", fact.at)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    did = tuple(episode for episode in episodes(case) if episode.examined.is_true)
    did_not = tuple(episode for episode in episodes(case) if episode.examined.is_false)
    found = _("Hip flexors examined by {some}; not examined by {others}.")
    return Words(
        found.format(some=providers(did), others=providers(did_not)),
        action=_("Compare what the providers with and without a hip-flexor examination found and did."),
    )


RULE = Rule(
    id="hip_flexor_exam_inconsistent_between_providers",
    version=1,
    title="Hip flexors examined by some providers only",
    statement="At least one earlier provider examined the hip flexors, and at least one did not.",
    logic="At least two episodes: one answer yes and one answer no.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=("/prior_treatments/*/hip_flexors_examined",),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Providers of different kinds examine different things for good reasons.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
