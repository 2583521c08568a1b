"""PURE: earlier care in words: who, how often, from when, with what result, told by whom."""

from assessments import wording
from assessments.concepts.prior_care import Episode, Improvement, overall_improvement, sessions
from assessments.wording import listed, source
from patients.documents import PriorTreatment
from patients.documents.language import marked, ngettext
from patients.documents.language import translated as _

OUTCOMES = {
    "resolved": marked("the complaint resolved"),
    "better": marked("better afterwards"),
    "slightly_better": marked("slightly better afterwards"),
    "no_change": marked("no change"),
    "worse": marked("worse afterwards"),
}
UNTOLD = marked("result not recorded")
HELPED: dict[Improvement, str] = {
    "improved": marked("Improvement is recorded."),
    "partial": marked("Only slight improvement is recorded."),
    "not_improved": marked("No improvement is recorded."),
    "open": marked("Whether it helped is not recorded everywhere."),
}


def provider(episode: Episode) -> str:
    """For example: physical therapist North Street Physio."""
    return wording.provider(episode.treatment)


def providers(of: tuple[Episode, ...]) -> str:
    return listed(provider(episode) for episode in of)


def helped(of: tuple[Episode, ...]) -> str:
    """A sentence on whether the episodes together helped."""
    return _(HELPED[overall_improvement(of)])


def sessions_of(treatment: PriorTreatment) -> str:
    """For example: about 11 to 12 sessions."""
    text = _how_many(treatment.sessions_min, treatment.sessions_max)
    approximate = treatment.sessions_approximate and treatment.sessions_min is not None
    return _("about {sessions}").format(sessions=text) if approximate else text


def _how_many(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return _("an unrecorded number of sessions")
    if low is None:
        return ngettext("at most {count} session", "at most {count} sessions", high or 0).format(count=high)
    if high is not None and high != low:
        return _("{low} to {high} sessions").format(low=low, high=high)
    return ngettext("{count} session", "{count} sessions", low).format(count=low)


def episode_in_words(episode: Episode) -> str:
    """For example: physical therapist, 8 sessions from 2025-12-01, no change (told by the patient on 2026-03-02)."""
    return "".join((", ".join(_facts(episode)), _teller(episode.treatment)))


def _facts(episode: Episode) -> list[str]:
    treatment, count = episode.treatment, sessions_of(episode.treatment)
    if treatment.started_on:
        count = _("{sessions} from {date}").format(sessions=count, date=treatment.started_on)
    facts = [provider(episode), count, _(OUTCOMES.get(treatment.outcome, UNTOLD))]
    if treatment.pain_before is not None and treatment.pain_after is not None:
        pain = _("pain {before} before and {after} after")
        facts.append(pain.format(before=treatment.pain_before, after=treatment.pain_after))
    return facts


def _teller(treatment: PriorTreatment) -> str:
    """In brackets, who told it and when."""
    who, when = treatment.source, treatment.reported_on
    if who and when:
        return _(" (told by {source} on {date})").format(source=source(who), date=when)
    if who:
        return _(" (told by {source})").format(source=source(who))
    return _(" (on {date})").format(date=when) if when else ""


def care_in_words(of: tuple[Episode, ...]) -> str:
    """One sentence on all episodes together, one on whether they helped."""
    if not of:
        return _("Earlier care is recorded without its details.")
    total, listing = sessions(of), "; ".join(episode_in_words(episode) for episode in of)
    if total is not None and len(of) > 1:
        several = ngettext(
            "{count} earlier episode of care (at least {total} sessions in all): {episodes}.",
            "{count} earlier episodes of care (at least {total} sessions in all): {episodes}.",
            len(of),
        )
        return f"{several.format(count=len(of), total=total, episodes=listing)} {helped(of)}"
    plain = ngettext("{count} earlier episode of care: {episodes}.", "{count} earlier episodes of care: {episodes}.", len(of))
    return f"{plain.format(count=len(of), episodes=listing)} {helped(of)}"
