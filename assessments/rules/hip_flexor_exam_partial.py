"""The hip flexors were examined, but not palpated or not tested for length.

A clinician would say: "They looked at the hip, but nobody pressed on the muscle or measured it." It must not fire while
the list of what was done is not known to be complete. Source: the founding therapist's account.
"""

from assessments.case import Case
from assessments.concepts.prior_care import Episode, episodes, without_episodes
from assessments.concepts.prior_care_words import provider
from assessments.logic import Fact, all_of, any_of, false, open_until, true
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from assessments.wording import listed, words
from patients.documents.language import translated as _

NEEDED = ("palpated", "length_tested")


def check(case: Case) -> Ruling:
    of = episodes(case)
    if not of:
        return without_episodes(case)
    fact = any_of(*(_partial(episode) for episode in of))
    return unless_true(fact) or present("low", fact)


def _partial(episode: Episode) -> Fact:
    return all_of(episode.examined, _lacks(episode))


def _lacks(episode: Episode) -> Fact:
    """Whether a needed way of examining is known to be left out."""
    modes, pointer = episode.treatment.hip_flexor_exam_modes, episode.pointer("hip_flexor_exam_modes")
    if modes is not None and not _left_out(episode):
        return false(pointer)
    complete = episode.answered("hip_flexor_exam_modes_complete")
    if modes is None or complete.is_false:
        return open_until(pointer, *complete.missing)
    return all_of(true(pointer), complete)


def _left_out(episode: Episode) -> list[str]:
    return [mode for mode in NEEDED if mode not in (episode.treatment.hip_flexor_exam_modes or ())]


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    partial = [episode for episode in episodes(case) if _partial(episode).is_true]
    found = _("An earlier examination of the hip flexors left something out ({parts}).")
    return Words(
        found.format(parts="; ".join(map(_part, partial))),
        action=_("Do what was left out: length test, and palpation if it is cleared."),
    )


def _part(episode: Episode) -> str:
    ways = listed(words(mode) for mode in _left_out(episode))
    return _("{provider}: not {ways}").format(provider=provider(episode), ways=ways)


RULE = Rule(
    id="hip_flexor_exam_partial",
    version=1,
    title="Earlier hip-flexor examination was partial",
    statement="An earlier provider examined the hip flexors without palpating them or without testing their length.",
    logic="An episode with the hip flexors examined whose list of what was done is known to be complete and lacks "
    "palpation or length.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=(
        "/prior_treatments/*/hip_flexors_examined",
        "/prior_treatments/*/hip_flexor_exam_modes",
        "/prior_treatments/*/hip_flexor_exam_modes_complete",
    ),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Patients rarely know which tests were done.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
