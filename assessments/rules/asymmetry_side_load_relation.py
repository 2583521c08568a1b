"""The more affected psoas is, or is not, on the side that the patient always leads with on stairs.

A clinician would say: "He always climbs with the right leg first, and the right psoas is the sore one." When it is the
other side, that is shown as contradicting and never hidden. It must not fire without a side, and a habit that alternates
is no relation. It says that two records agree; it says nothing about one leading to the other. Source: the founding
therapist's account.
"""

from assessments.atoms import answered
from assessments.case import Case
from assessments.concepts.activity import side_dominant_sports
from assessments.concepts.psoas import asymmetry
from assessments.logic import Fact, all_of, false, open_until, true, union
from assessments.rule import RESPONSIBLE, REVIEWED_ON, Rule, Ruling, Words, not_applicable, present, undetermined, unless_true
from assessments.wording import side_in_words
from patients.documents import Stairs
from patients.documents.language import marked, pgettext
from patients.documents.language import translated as _

LEAD_LEG, ALWAYS = "/intake/stairs/lead_leg", "/intake/stairs/always"


SIDES_COMPARED = {
    "concordant": marked("The psoas is more affected on the {side}; on stairs the {leg} leg always leads: on the same side."),
    "discordant": marked(
        "The psoas is more affected on the {side}; on stairs the {leg} leg always leads: on the other side, which speaks against "
        "a relation."
    ),
}


def check(case: Case) -> Ruling:
    found = asymmetry(case)
    if found.fact.is_open:
        return undetermined(found.fact.missing, at=found.fact.at)
    if found.fact.is_false or found.side not in ("left", "right"):
        return not_applicable(found.fact.at)
    stairs = case.intake.stairs
    if stairs.lead_leg == "not_applicable":
        return not_applicable((LEAD_LEG,))
    leads = _one_leg_leads(stairs)
    if leads.is_open:
        return undetermined(union((leads.missing, found.could_turn_mixed)), at=union((found.fact.at, leads.at)))
    if ruling := unless_true(leads):
        return ruling
    sports = side_dominant_sports(case)
    if stairs.lead_leg == found.side:
        return present("info", union((found.fact.at, leads.at, sports)), side=found.side, detail="concordant")
    return present("info", union((found.fact.at, sports)), side=found.side, detail="discordant", against=leads.at)


def _one_leg_leads(stairs: Stairs) -> Fact:
    """Whether one leg always leads. A leg that leads and does not always do so tells nothing: both are asked again."""
    if stairs.lead_leg == "alternates":
        return false(LEAD_LEG)
    leg = true(LEAD_LEG) if stairs.lead_leg in ("left", "right") else open_until(LEAD_LEG)
    always = answered(stairs.always, ALWAYS)
    return open_until(ALWAYS, LEAD_LEG) if always.is_false else all_of(leg, always)


def say(case: Case, ruling: Ruling) -> Words | None:
    if ruling.status != "present":
        return None
    leg, side = pgettext("leg", case.intake.stairs.lead_leg), side_in_words(ruling.side or "")
    compared = SIDES_COMPARED[ruling.detail or "concordant"]
    found = [_(compared).format(side=side, leg=leg)]
    if side_dominant_sports(case):
        found.append(_("A side-dominant sport is recorded: direction cannot be inferred."))
    return Words(
        " ".join(found),
        _("Two records that agree do not show that one led to the other."),
        _("Suggest leading with either leg."),
    )


RULE = Rule(
    id="asymmetry_side_load_relation",
    version=1,
    title="Psoas asymmetry and the leading leg on stairs",
    statement="The side of a psoas asymmetry is compared with the leg that always leads on stairs.",
    logic="Needs a psoas asymmetry with one side. The same leg always leads: present, concordant on that side, "
    "discordant on the other (shown as contradicting). Alternating: absent. Otherwise "
    "undetermined.",
    rank="finding",
    evidence_grade="E0",
    inputs=(
        "/examination/palpation/psoas_major",
        "/examination/length_tests/modified_thomas",
        "/intake/stairs",
        "/intake/sports",
    ),
    sources=("The founding therapist's account of his practice",),
    counter_evidence=("No study relates the leading leg on stairs to the side of psoas findings.",),
    responsible=RESPONSIBLE,
    reviewed_on=REVIEWED_ON,
    check=check,
    say=say,
)
