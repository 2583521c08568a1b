"""PURE: earlier care in words: who, how often, from when, with what result, told by whom."""

from assessments import wording
from assessments.concepts.prior_care import Episode, Improvement, overall_improvement, sessions
from assessments.wording import counted, listed, source
from patients.documents import PriorTreatment

OUTCOMES = {
    "resolved": "the complaint resolved",
    "better": "better afterwards",
    "slightly_better": "slightly better afterwards",
    "no_change": "no change",
    "worse": "worse afterwards",
}
HELPED: dict[Improvement, str] = {
    "improved": "Improvement is recorded.",
    "partial": "Only slight improvement is recorded.",
    "not_improved": "No improvement is recorded.",
    "open": "Whether it helped is not recorded everywhere.",
}


def provider(episode: Episode) -> str:
    """For example: physical therapist North Street Physio."""
    return wording.provider(episode.treatment)


def providers(of: tuple[Episode, ...]) -> str:
    return listed(provider(episode) for episode in of)


def sessions_of(treatment: PriorTreatment) -> str:
    """For example: 11 to 12 sessions (about)."""
    low, high = treatment.sessions_min, treatment.sessions_max
    if low is None:
        return "an unrecorded number of sessions" if high is None else f"at most {counted(high, 'session')}"
    text = f"{low} to {high} sessions" if high is not None and high != low else counted(low, "session")
    return f"about {text}" if treatment.sessions_approximate else text


def episode_in_words(episode: Episode) -> str:
    """For example: physical therapist, 8 sessions from 2025-12-01, no change (told by the patient on 2026-03-02)."""
    treatment = episode.treatment
    started = f" from {treatment.started_on}" if treatment.started_on else ""
    told = [f"told by {source(treatment.source)}"] if treatment.source else []
    told += [f"on {treatment.reported_on}"] if treatment.reported_on else []
    outcome = OUTCOMES.get(treatment.outcome, "result not recorded")
    measured = ""
    if treatment.pain_before is not None and treatment.pain_after is not None:
        measured = f", pain {treatment.pain_before} before and {treatment.pain_after} after"
    teller = f" ({' '.join(told)})" if told else ""
    return f"{provider(episode)}, {sessions_of(treatment)}{started}, {outcome}{measured}{teller}"


def care_in_words(of: tuple[Episode, ...]) -> str:
    """One sentence on all episodes together, one on whether they helped."""
    if not of:
        return "Earlier care is recorded without its details."
    total = sessions(of)
    several = f" (at least {total} sessions in all)" if total is not None and len(of) > 1 else ""
    episodes = "; ".join(episode_in_words(episode) for episode in of)
    return f"{counted(len(of), 'earlier episode')} of care{several}: {episodes}. {HELPED[overall_improvement(of)]}"
