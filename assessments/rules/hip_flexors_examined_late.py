"""The hip flexors were examined only by the last of several providers.

A clinician would say: "It took the third therapist to look at the hip." It matters, for the sessions before it went
without. It must not fire when an earlier provider examined them, or while an earlier answer or the order of the episodes
is not known. Source: the founding therapist's account.
"""

from assessments.case import Case
from assessments.concepts.prior_care import (
    MANY_SESSIONS,
    SOME_SESSIONS,
    Episode,
    episodes,
    improvement_pointers,
    session_pointers,
    severity_of_gap,
    without_episodes,
)
from assessments.concepts.prior_care_words import care_in_words, providers
from assessments.logic import Fact, all_of, exactly, not_, open_until, union
from assessments.rule import (
    RESPONSIBLE,
    REVIEWED_ON,
    Rule,
    Ruling,
    Severity,
    Words,
    not_applicable,
    present,
    unless_true,
)
from patients.documents.language import translated as _


def check(case: Case) -> Ruling:
    of = episodes(case)
    if len(of) < 2:
        return not_applicable(tuple(episode.anchor() for episode in of)) if of else without_episodes(case)
    late = _examined_late(of)
    if ruling := unless_true(late):
        return ruling
    before = _split(of)[0]
    severity: Severity = severity_of_gap(case, before)
    return present(
        "moderate" if severity == "high" else severity,
        lambda: union((late.at, session_pointers(before), *map(improvement_pointers, before))),
    )


def _examined_late(of: tuple[Episode, ...]) -> Fact:
    """The last examined them and none before did. Without dates there is no last, unless nobody examined them at all; of
    several that began on the last day, nobody knows which was the last, which matters when just one examined them."""
    nobody = all_of(*(not_(episode.examined) for episode in of))
    if nobody.is_true:
        return not_(nobody)
    undated = [episode.pointer("started_on") for episode in of if episode.treatment.started_on is None]
    if undated:
        return open_until(*undated, *nobody.missing)
    before, last = _split(of)
    late = all_of(exactly(1, (episode.examined for episode in last)), *(not_(episode.examined) for episode in before))
    return late if len(last) == 1 else all_of(late, open_until(*(episode.pointer("started_on") for episode in last)))


def _split(of: tuple[Episode, ...]) -> tuple[tuple[Episode, ...], tuple[Episode, ...]]:
    """Those that began before the last start, and those that began on it."""
    latest = max(str(episode.treatment.started_on) for episode in of)
    before = tuple(episode for episode in of if str(episode.treatment.started_on) < latest)
    return before, of[len(before) :]


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    before, last = _split(episodes(case))
    found = _("Before the hip flexors were examined: {care} They were first examined by {providers}.")
    return Words(
        found.format(care=care_in_words(before), providers=providers(last)),
        action=_("Ask for the record of that examination and repeat it on both sides."),
    )


RULE = Rule(
    id="hip_flexors_examined_late",
    version=1,
    title="Hip flexors examined late",
    statement="Of several providers only the last examined the hip flexors.",
    logic="At least two episodes ordered by start: the last examined the hip flexors and every earlier one did not. "
    "Undetermined while an earlier answer or a start is not recorded, or where the order of two that began on one day matters. "
    "Severity by the sessions before it, at most moderate.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=(
        "/prior_treatments/*/hip_flexors_examined",
        "/prior_treatments/*/started_on",
        "/prior_treatments/*/sessions_min",
        "/prior_treatments/*/outcome",
    ),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("It rests on what the patient recalls of earlier examinations.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(
        MANY_SESSIONS.noted("before it without improvement: moderate"),
        SOME_SESSIONS.noted("before it without improvement: moderate"),
    ),
)
