"""Earlier providers examined the back and nothing else.

A clinician would say: "People who hurt in the back are examined in the back." It must not fire while a list of examined
regions is not known to be complete, or when any provider examined another region. Source: the founding therapist's
account.
"""

from assessments.case import Case
from assessments.concepts.prior_care import Episode, episodes, without_episodes
from assessments.concepts.prior_care_words import providers
from assessments.logic import Fact, all_of, false, open_until
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, present, unless_true
from patients.documents.language import translated as _

BACK_ONLY = {"back"}


def check(case: Case) -> Ruling:
    of = episodes(case)
    if not of:
        return without_episodes(case)
    fact = all_of(*(_back_only(episode) for episode in of))
    return unless_true(fact) or present("info", fact)


def _back_only(episode: Episode) -> Fact:
    regions, pointer = episode.treatment.regions_examined, episode.pointer("regions_examined")
    if regions is not None and not BACK_ONLY.issuperset(regions):
        return false(pointer)
    complete = episode.answered("regions_examined_complete")
    if regions is None or complete.is_false:
        return open_until(pointer, *complete.missing)
    return all_of(Fact(set(regions) == BACK_ONLY, (pointer,)), complete) if regions or complete.is_true else complete


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    found = _("Only the back is recorded as examined by {providers}.").format(providers=providers(episodes(case)))
    return Words(found, action=_("Widen the examination to the hip on both sides."))


RULE = Rule(
    id="back_only_examination",
    version=1,
    title="Earlier examinations covered the back only",
    statement="Every earlier provider examined the back and no other region.",
    logic="In every episode the examined regions are the back alone, and each list is known to be complete.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=("/prior_treatments/*/regions_examined", "/prior_treatments/*/regions_examined_complete"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("Patients rarely know which regions a provider had in mind.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
