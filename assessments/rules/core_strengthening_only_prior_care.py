"""All that earlier care did was strengthening or stabilising the trunk.

A clinician would say: "Core exercises only; the hip was not part of it." This is about what was not covered: trunk
strengthening is itself recommended for chronic low back pain. It must not fire when anything else was done, or when the
list of what was done is not known to be complete. Source: the founding therapist's account, contradicted by the JOSPT
guideline 2021.
"""

from assessments.case import Case
from assessments.concepts.prior_care import Episode, episodes, improvement_pointers, overall_improvement, without_episodes
from assessments.concepts.prior_care_words import helped, providers
from assessments.logic import Fact, all_of, any_of, false, open_until, true, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Severity, Words, present, unless_true
from patients.documents.language import translated as _

CORE = frozenset({"core_strengthening", "core_stabilisation"})


def check(case: Case) -> Ruling:
    of = episodes(case)
    if not of:
        return without_episodes(case)
    fact = all_of(*(_core_at_most(episode) for episode in of), any_of(*(_some_core(episode) for episode in of)))
    return unless_true(fact) or present(_severity(of), lambda: union((fact.at, *map(improvement_pointers, of))))


def _core_at_most(episode: Episode) -> Fact:
    """Nothing but core work: false as soon as something else is listed, true only when the list is complete."""
    done, pointer = episode.treatment.interventions, episode.pointer("interventions")
    if done is not None and not CORE.issuperset(done):
        return false(pointer)
    complete = episode.answered("interventions_complete")
    if done is None or complete.is_false:
        return open_until(pointer, *complete.missing)
    return all_of(true(pointer), complete)


def _some_core(episode: Episode) -> Fact:
    done, pointer = episode.treatment.interventions, episode.pointer("interventions")
    if done is not None and not CORE.isdisjoint(done):
        return true(pointer)
    complete = episode.answered("interventions_complete")
    return false(pointer) if done is not None and complete.is_true else open_until(pointer, *complete.missing)


def _severity(of: tuple[Episode, ...]) -> Severity:
    severities: dict[str, Severity] = {"improved": "info", "open": "ungraded"}
    return severities.get(overall_improvement(of), "low")


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    of = episodes(case)
    only = _("Only core strengthening or stabilisation is recorded from {providers}.").format(providers=providers(of))
    return Words(
        f"{only} {helped(of)}",
        _(
            "Trunk strengthening is recommended for chronic low back pain (JOSPT guideline 2021): this is about what was not "
            "covered, not about what was done."
        ),
        _("Keep the trunk exercises where they help, and examine what they did not cover: the hip on both sides."),
    )


RULE = Rule(
    id="core_strengthening_only_prior_care",
    version=1,
    title="Earlier care was core strengthening only",
    statement="Every recorded item of earlier care is core strengthening or core stabilisation, and the lists are complete.",
    logic="The items of all episodes lie within core strengthening and core stabilisation, at least one is recorded, "
    "and every list is known to be complete. Any other item: absent. Info if it helped, else low.",
    rank="care_gap",
    evidence_grade="E0",
    inputs=("/prior_treatments/*/interventions", "/prior_treatments/*/interventions_complete", "/prior_treatments/*/outcome"),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=(
        "Trunk strengthening is recommended for chronic low back pain (JOSPT guideline 2021), a guideline that contradicts the "
        "account.",
    ),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
