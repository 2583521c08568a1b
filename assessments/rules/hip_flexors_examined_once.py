"""The hip flexors were examined once and never again.

A clinician would say: "They looked on the first day and never checked whether it changed." It matters, for without a second
examination nobody knows whether the care reached them. It must not fire while another provider's answer is not known.
Source: the founding therapist's account.
"""

from assessments.case import Case
from assessments.concepts.prior_care import Episode, episodes, without_episodes
from assessments.concepts.prior_care_words import episode_in_words
from assessments.logic import Fact, all_of, any_of, exactly, not_
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    of = episodes(case)
    if not of:
        return without_episodes(case)
    once = exactly(1, (episode.examined for episode in of))
    not_again = any_of(*(_examined_and_not_again(episode) for episode in of))
    fact = all_of(once, not_again)
    return unless_true(fact) or present("info", fact)


def _examined_and_not_again(episode: Episode) -> Fact:
    again = episode.answered("hip_flexors_reexamined")
    return all_of(episode.examined, not_(again))


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    episode = next(episode for episode in episodes(case) if episode.examined.is_true)
    found = _("The hip flexors were examined once and not again: {episode}.").format(episode=episode_in_words(episode))
    return Words(found, action=_("Repeat the hip-flexor examination and compare it with the earlier record."))


RULE = Rule(
    id="hip_flexors_examined_once",
    version=1,
    title="Hip flexors examined once only",
    statement="One provider examined the hip flexors, and they were not examined again.",
    logic="Exactly one episode with the hip flexors examined, and in it they were not re-examined.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=("/prior_treatments/*/hip_flexors_examined", "/prior_treatments/*/hip_flexors_reexamined"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("No study shows that re-examination of the hip flexors changes the result of care.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
