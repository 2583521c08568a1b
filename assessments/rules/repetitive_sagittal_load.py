"""Much of the same forward movement: running, cycling, climbing, or a task at work.

A clinician would say: "The same thing the same way, over and over." It must not fire below the thresholds, nor be absent
while the list of sports is not known to be complete. Source: the therapist's account; studies are mixed, and running may
protect.
"""

from assessments.case import Case
from assessments.concepts.sports import SportLoad, sagittal_load, sagittal_task
from assessments.logic import Fact, any_of, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, LocalDefault, Rule, Ruling, Severity, Words, present, unless_true
from assessments.wording import number
from patients.documents.language import translated as _

ID = "repetitive_sagittal_load"
MINUTES = LocalDefault(rule=ID, name="minutes", value=150, unit="min/wk", note="count as repetitive", lowest=90, highest=300)
SESSIONS = LocalDefault(rule=ID, name="sessions", value=5, unit="sessions/wk", note="count as repetitive", lowest=3, highest=10)
SHARE = LocalDefault(
    rule=ID, name="share", value=0.7, unit="share", note="of at least 90 minutes a week", lowest=0.5, highest=1.0
)
SHARE_MINUTES = 90
"""LOCAL: minutes of sport a week from which the share counts."""
HIGH_MINUTES = LocalDefault(
    rule=ID, name="high_minutes", value=300, unit="min/wk", note="weigh moderate", lowest=300, highest=900
)
TASK_HOURS = LocalDefault(rule=ID, name="task_hours", value=10, unit="h/wk", note="of one task", lowest=2, highest=40)
LOAD_INCREASE_PERCENT = LocalDefault(
    rule=ID, name="load_increase_percent", value=30, unit="%", note="weighs moderate", lowest=10, highest=100
)


def check(case: Case) -> Ruling:
    load = sagittal_load(case)
    fact = any_of(_sport(case, load), sagittal_task(case, TASK_HOURS.of(case)))
    increase = load.increase_at(LOAD_INCREASE_PERCENT.of(case))
    return unless_true(fact) or present(_severity(case, load, bool(increase)), lambda: union((fact.at, increase)))


def _sport(case: Case, load: SportLoad) -> Fact:
    """Minutes, sessions or share; below them decided only by a complete list with all times."""
    share = SHARE.of(case)
    enough = load.minutes >= MINUTES.of(case) or load.sessions >= SESSIONS.of(case)
    if enough:
        return Fact(True, load.at)
    if load.is_known and load.minutes < share * SHARE_MINUTES:
        return Fact(False, load.complete_at)
    if load.missing:
        return Fact(None, load.at, load.missing)
    much = load.all_minutes >= SHARE_MINUTES and load.minutes >= share * load.all_minutes
    return Fact(much, load.complete_at)


def _severity(case: Case, load: SportLoad, increased: bool) -> Severity:
    """Ungraded while times that were not told could make it moderate."""
    if load.minutes >= HIGH_MINUTES.of(case) or increased:
        return "moderate"
    return "ungraded" if any(sport.untold() for sport in load.sports) else "low"


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    load = sagittal_load(case)
    sport = _("Sagittal sport: at least {minutes} minutes in {sessions} sessions a week are recorded.")
    found = [sport.format(minutes=number(load.minutes), sessions=number(load.sessions))]
    hours, percent = TASK_HOURS.of(case), LOAD_INCREASE_PERCENT.of(case)
    if sagittal_task(case, hours).is_true:
        found.append(_("A sagittal task of {hours} hours a week or more is recorded.").format(hours=number(hours)))
    if load.increase_at(percent):
        found.append(_("A training increase of at least {percent} % is recorded.").format(percent=number(percent)))
    return Words(
        " ".join(found),
        _("Running may protect the back as well; the load is a circumstance."),
        _("Discuss variety of movement."),
    )


RULE = Rule(
    id=ID,
    version=1,
    title="Repetitive sagittal load",
    statement="Sport or tasks repeat the same forward movement for many hours.",
    logic="Sagittal sport of 150 minutes or 5 sessions a week or more, or 70 % of at least 90 minutes of sport; or a "
    "sagittal task of 10 hours a week or more. Low; moderate from 300 minutes or with a training increase of 30 %"
    " or more; ungraded while the times of a sagittal sport are not told. Undetermined below that while the list of"
    " sports is not known to be complete.",
    rank="exposure",
    evidence_grade="E0/S-mixed",
    inputs=("/intake/sports", "/intake/sports_complete", "/intake/repetitive_tasks"),
    sources=("The founding therapist's account of his practice", "Mixed studies of running and back pain"),
    counter_evidence=("Running may protect against back pain.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
    local_defaults=(MINUTES, SESSIONS, SHARE, HIGH_MINUTES, TASK_HOURS, LOAD_INCREASE_PERCENT),
)
