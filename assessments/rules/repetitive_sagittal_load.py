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

MINUTES, SESSIONS, HIGH_MINUTES = 150, 5, 300
"""LOCAL: sagittal minutes and sessions a week that count as repetitive; minutes that weigh moderate."""
SHARE, SHARE_MINUTES = 0.7, 90
"""LOCAL: the share of sagittal sport that counts, of at least so many minutes a week."""
TASK_HOURS = 10
"""LOCAL: hours a week of one sagittal task."""
LOAD_INCREASE_PERCENT = 30
"""LOCAL: a training increase that weighs moderate."""


def check(case: Case) -> Ruling:
    load = sagittal_load(case)
    fact = any_of(_sport(load), sagittal_task(case, TASK_HOURS))
    increase = load.increase_at(LOAD_INCREASE_PERCENT)
    at = union((fact.at, increase))
    return unless_true(fact) or present(_severity(load, bool(increase)), at)


def _sport(load: SportLoad) -> Fact:
    """Minutes, sessions or share; below them decided only by a complete list with all times."""
    enough = load.minutes >= MINUTES or load.sessions >= SESSIONS
    if enough:
        return Fact(True, load.at)
    if load.is_known and load.minutes < SHARE * SHARE_MINUTES:
        return Fact(False, load.complete_at)
    if load.missing:
        return Fact(None, load.at, load.missing)
    much = load.all_minutes >= SHARE_MINUTES and load.minutes >= SHARE * load.all_minutes
    return Fact(much, load.complete_at)


def _severity(load: SportLoad, increased: bool) -> Severity:
    """Ungraded while times that were not told could make it moderate."""
    if load.minutes >= HIGH_MINUTES or increased:
        return "moderate"
    return "ungraded" if any(sport.untold() for sport in load.sports) else "low"


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    load = sagittal_load(case)
    found = f"Sagittal sport: at least {number(load.minutes)} minutes in {number(load.sessions)} sessions a week are recorded."
    task = sagittal_task(case, TASK_HOURS).is_true
    found += f" A sagittal task of {TASK_HOURS} hours a week or more is recorded." if task else ""
    increase = load.increase_at(LOAD_INCREASE_PERCENT)
    found += f" A training increase of at least {LOAD_INCREASE_PERCENT} % is recorded." if increase else ""
    return Words(found, "Running may protect the back as well; the load is a circumstance.", "Discuss variety of movement.")


RULE = Rule(
    id="repetitive_sagittal_load",
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
    local_defaults=(
        LocalDefault(name="minutes", value=MINUTES, unit="min/wk", note="count as repetitive"),
        LocalDefault(name="sessions", value=SESSIONS, unit="sessions/wk", note="count as repetitive"),
        LocalDefault(name="share", value=SHARE, unit="share", note="of at least 90 minutes a week"),
        LocalDefault(name="high_minutes", value=HIGH_MINUTES, unit="min/wk", note="weigh moderate"),
        LocalDefault(name="task_hours", value=TASK_HOURS, unit="h/wk", note="of one task"),
        LocalDefault(name="load_increase_percent", value=LOAD_INCREASE_PERCENT, unit="%", note="weighs moderate"),
    ),
)
