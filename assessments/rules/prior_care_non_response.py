"""A fair course of earlier care, and no improvement.

A clinician would say: "Six sessions or a month without any change: stop and think again." First the safety screen is
repeated, then psychosocial factors are asked for, then the examination is widened to the hip. It must not fire when any
improvement is recorded for that episode, slight improvement included, or when the result is not known. Source: single
studies on early response.
"""

from functools import partial

from assessments.case import Case
from assessments.concepts.prior_care import (
    Episode,
    episodes,
    improvement,
    improvement_pointers,
    session_pointers,
    untold_results,
    without_episodes,
)
from assessments.concepts.prior_care_words import episode_in_words
from assessments.logic import Fact, all_of, any_of, open_until, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Severity, Words, present, unless_true
from patients.documents.language import translated as _

ID = "prior_care_non_response"
BY_THEN = "a change would be expected by then"
FAIR_SESSIONS = LocalDefault(rule=ID, name="fair_sessions", value=6, unit="sessions", note=BY_THEN, lowest=3, highest=8)
FAIR_WEEKS = LocalDefault(rule=ID, name="fair_weeks", value=4, unit="weeks", note=BY_THEN, lowest=2, highest=12)
MODERATE_SESSIONS = LocalDefault(
    rule=ID, name="moderate_sessions", value=10, unit="sessions", note="weighs moderate", lowest=8, highest=15
)
HIGH_SESSIONS = LocalDefault(rule=ID, name="high_sessions", value=20, unit="sessions", note="weighs high", lowest=15, highest=40)
HIGH_EPISODES = 2
"""LOCAL: episodes without improvement that weigh high."""


def check(case: Case) -> Ruling:
    of = episodes(case)
    if not of:
        return without_episodes(case)
    facts = [_non_response(case, episode) for episode in of]
    fact = any_of(*facts)
    failed = tuple([episode for episode, one in zip(of, facts, strict=True) if one.is_true])
    return unless_true(fact) or present(_severity(case, failed), lambda: union((fact.at, session_pointers(failed))))


def _non_response(case: Case, episode: Episode) -> Fact:
    enough = any_of(_enough_sessions(episode, FAIR_SESSIONS.of(case)), _enough_weeks(episode, FAIR_WEEKS.of(case)))
    return all_of(enough, _not_improved(episode))


def _enough_sessions(episode: Episode, fair: float) -> Fact:
    """At least so many are sure; or at most fewer."""
    least, most = episode.treatment.sessions_min, episode.treatment.sessions_max
    if least is None and most is not None and most < fair:
        return Fact(False, (episode.pointer("sessions_max"),))
    if least is None and most is None:
        return open_until(episode.pointer("sessions_min"), episode.pointer("sessions_max"))
    pointer = episode.pointer("sessions_min")
    return open_until(pointer) if least is None else Fact(least >= fair, (pointer,))


def _enough_weeks(episode: Episode, fair: float) -> Fact:
    started, ended = episode.treatment.started_on, episode.treatment.ended_on
    if started is None or ended is None:
        return open_until(*(episode.pointer(name) for name, day in (("started_on", started), ("ended_on", ended)) if day is None))
    return Fact((ended - started).days >= 7 * fair, (episode.pointer("started_on"), episode.pointer("ended_on")))


def _not_improved(episode: Episode) -> Fact:
    helped = improvement(episode)
    if helped == "open":
        return open_until(*untold_results(episode))
    return Fact(helped == "not_improved", partial(improvement_pointers, episode))


def _severity(case: Case, failed: tuple[Episode, ...]) -> Severity:
    if len(failed) >= HIGH_EPISODES:
        return "high"
    count = failed[0].treatment.sessions_min
    if count is None:
        return "ungraded"
    if count >= HIGH_SESSIONS.of(case):
        return "high"
    return "moderate" if count >= MODERATE_SESSIONS.of(case) else "low"


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    failed = [episode for episode in episodes(case) if _non_response(case, episode).is_true]
    return Words(
        _("No improvement is recorded after: {episodes}.").format(episodes="; ".join(map(episode_in_words, failed))),
        _("It is worth looking again before more of the same."),
        _("First repeat the safety screen, then ask for psychosocial factors, then widen the examination to the hip."),
    )


RULE = Rule(
    id=ID,
    version=1,
    title="No response to earlier care",
    statement="An earlier course of at least 6 sessions or 4 weeks brought no improvement.",
    logic="An episode with at least 6 sessions or 4 weeks and the result no change or worse, and no measured "
    "improvement. Low from 6 sessions, moderate from 10, high from 20 or with two such episodes; ungraded when "
    "the sessions are not recorded.",
    rank="care_gap",
    evidence_grade="S",
    inputs=(
        "/prior_treatments/*/sessions_min",
        "/prior_treatments/*/started_on",
        "/prior_treatments/*/ended_on",
        "/prior_treatments/*/outcome",
        "/prior_treatments/*/pain_before",
        "/prior_treatments/*/pain_after",
        "/prior_treatments/*/odi_before",
        "/prior_treatments/*/odi_after",
    ),
    sources=("Single studies: early change foretells the later course of low back pain",),
    counter_evidence=(
        "Many episodes of back pain settle slowly whatever is done; in a registry 28.5 % reached the ODI threshold.",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(FAIR_SESSIONS, FAIR_WEEKS, MODERATE_SESSIONS, HIGH_SESSIONS),
)
