"""PURE: the table of red flags: which answers and findings, alone or together, call for what.

`emergency`: hospital now. `urgent`: a physician before any treatment. `caution`: go on, with care. A clinician must confirm
this table before clinical use. Sources: IFOMPT red-flag framework (Finucane, JOSPT 2020), NICE NG59 and NG65, the CSP/GIRFT
cauda equina pathway, Downie (BMJ 2013), Yusuf (BMC Musculoskelet Disord 2019).
`condition_words` words it in the reader's language.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from assessments.atoms import age, examination_answer, intake_answer, pain_in
from assessments.case import Case
from assessments.logic import Fact, all_of, any_of
from assessments.safety import combinations
from assessments.safety.look import Look
from assessments.thresholds import LocalDefault

Level = Literal["emergency", "urgent", "caution"]

FALL_AGE_YEARS = LocalDefault(
    rule="red_flag_positive",
    name="fall_age_years",
    value=65,
    unit="years",
    note="a minor fall counts as urgent from this age",
    lowest=50,
    highest=65,
)
"""From here a minor fall before the pain is taken for a possible fracture."""
CAUDA_EQUINA = ("saddle_numbness", "bladder_change", "bowel_change", "sexual_sensation_loss", "bilateral_leg_symptoms")
NEUROLOGY = ("leg_weakness_worsening", "unsteady_gait")
NEUROLOGICAL_SIGNS = ("reflex_change", "dermatomal_loss", "progressive_weakness")
BONE_NECROSIS_PLACES = ("groin", "hip", "buttock")


class Condition(msgspec.Struct, frozen=True):
    """One row. `needs_yes`: it can hold only if one of these items is yes (empty: it rests on examination findings).

    `closes_gate_while_open`: its item is yes and something outside the screen would decide it: the gate stays incomplete until
    then. `found_only`: a sign that counts when it was found and need not be looked for.
    """

    id: str
    level: Level
    title: str
    action: str
    needs_yes: tuple[str, ...]
    holds: Callable[[Look], Fact]
    closes_gate_while_open: bool = False
    found_only: bool = False
    threshold: LocalDefault | None = None
    title_with_threshold: str = ""

    def title_about(self, case: Case) -> str:
        """The title, with the threshold in force where it names one."""
        return self.title_with_threshold.format(threshold=self.threshold.of(case)) if self.threshold else self.title


def _yes(*items: str) -> Callable[[Look], Fact]:
    return lambda look: look.any(*items)


def _alone(id: str, level: Level, title: str, action: str) -> Condition:
    return Condition(id, level, title, action, (id,), _yes(id))


def _trauma_with_neurology(look: Look) -> Fact:
    signs = (examination_answer(look.case, "neuro", name) for name in NEUROLOGICAL_SIGNS)
    return all_of(look.item("major_trauma"), any_of(look.any(*CAUDA_EQUINA, *NEUROLOGY), *signs))


def _fall_at_age(look: Look) -> Fact:
    limit = FALL_AGE_YEARS.of(look.case)
    return all_of(look.item("minor_fall"), age(look.case).fact(lambda years: years >= limit))


def _steroids_with_bone_risk(look: Look) -> Fact:
    risk = any_of(look.any("minor_fall", "osteoporosis"), pain_in(look.case, BONE_NECROSIS_PLACES))
    return all_of(look.item("long_term_steroids"), risk)


def _vascular_pain(look: Look) -> Fact:
    return all_of(look.item("vascular_risk"), intake_answer(look.case, "pain_unrelated_to_movement"))


def _together(first: str, *others: str) -> Callable[[Look], Fact]:
    return lambda look: all_of(look.item(first), look.any(*others))


def _abdominal_sign(name: str) -> Callable[[Look], Fact]:
    return lambda look: examination_answer(look.case, "abdomen", name)


HOSPITAL_NOW = "Send to emergency care now; do not treat."
PHYSICIAN_FIRST = "Refer to a physician before any treatment; do not treat, stretch or palpate deeply meanwhile."
IMAGING_FIRST = "Refer for imaging before any treatment; no loading and no stretch test meanwhile."
FALL_TITLE = "A minor fall at {threshold} years or older"
WITH_CARE = "Go on with care: keep it in view, and ask again at the next visit."

CONDITIONS: tuple[Condition, ...] = (
    Condition("cauda_equina", "emergency", "Signs of cauda equina compression",
              "Send to emergency care now for assessment of cauda equina compression; do not treat.", CAUDA_EQUINA,
              _yes(*CAUDA_EQUINA)),
    Condition("progressive_neurology", "emergency", "Worsening leg weakness or unsteady gait", HOSPITAL_NOW, NEUROLOGY,
              _yes(*NEUROLOGY)),
    Condition("major_trauma_with_neurology", "emergency", "Major trauma with a neurological sign", HOSPITAL_NOW,
              ("major_trauma",), _trauma_with_neurology),
    _alone("known_aneurysm", "emergency", "Known or suspected aneurysm", HOSPITAL_NOW),
    Condition("pulsatile_mass", "emergency", "Pulsatile abdominal mass", HOSPITAL_NOW, (), _abdominal_sign("pulsatile_mass"),
              found_only=True),
    _alone("acute_abdomen", "emergency", "Signs of an acute abdomen", HOSPITAL_NOW),
    Condition("guarding", "emergency", "Abdominal guarding", HOSPITAL_NOW, (), _abdominal_sign("guarding"), found_only=True),
    _alone("pregnancy_pain_bleeding", "emergency", "Pain and bleeding in pregnancy", HOSPITAL_NOW),
    Condition("psoas_haematoma", "emergency", "Blood thinners with groin, thigh or flank pain and a flexed hip or weak thigh",
              "Send to emergency care now for assessment of a psoas haematoma; do not treat.", ("anticoagulated",),
              combinations.psoas_haematoma),
    _alone("cannot_bear_weight", "emergency", "Unable to bear weight after a fall", HOSPITAL_NOW),
    _alone("hot_joint", "emergency", "Hot joint or immovable hip", HOSPITAL_NOW),
    _alone("calf_swelling", "emergency", "Calf swelling", HOSPITAL_NOW),
    _alone("major_trauma", "urgent", "Major trauma before the pain", PHYSICIAN_FIRST),
    _alone("osteoporosis", "urgent", "Osteoporosis", PHYSICIAN_FIRST),
    Condition("fall_at_age", "urgent", FALL_TITLE.format(threshold=FALL_AGE_YEARS.value), PHYSICIAN_FIRST, ("minor_fall",),
              _fall_at_age, closes_gate_while_open=True, threshold=FALL_AGE_YEARS, title_with_threshold=FALL_TITLE),
    Condition("steroids_with_bone_risk", "urgent",
              "Long-term steroids with a fall, osteoporosis, or pain in groin, hip or buttock", IMAGING_FIRST,
              ("long_term_steroids",), _steroids_with_bone_risk, closes_gate_while_open=True),
    _alone("cancer_history", "urgent", "Cancer at any time", PHYSICIAN_FIRST),
    Condition("weight_loss_with_risk", "urgent", "Unexplained weight loss with cancer history, fever or infection risk",
              PHYSICIAN_FIRST, ("weight_loss",), _together("weight_loss", "cancer_history", "fever_unwell", "infection_risk")),
    _alone("fever_unwell", "urgent", "Fever or feeling ill with the pain", PHYSICIAN_FIRST),
    Condition("vascular_pain", "urgent", "Vascular risk with pain unrelated to movement", PHYSICIAN_FIRST, ("vascular_risk",),
              _vascular_pain, closes_gate_while_open=True),
    Condition("urinary_with_fever", "urgent", "Urinary symptoms with fever", PHYSICIAN_FIRST, ("urinary_symptoms",),
              _together("urinary_symptoms", "fever_unwell")),
    Condition("bleeding_with_pain", "urgent", "Blood thinners with pain in groin, front of the thigh or flank", PHYSICIAN_FIRST,
              ("anticoagulated",), combinations.bleeding_with_pain, closes_gate_while_open=True),
    _alone("load_pain_with_bone_risk", "urgent", "Groin or hip pain under load with bone risk", IMAGING_FIRST),
    Condition("psoas_abscess", "urgent", "Hip held flexed or painful to extend, with a sign of infection or illness",
              "Refer to a physician today for assessment of a psoas abscess; do not treat or palpate deeply meanwhile.",
              ("fever_unwell", "infection_risk", "weight_loss", "night_constant_pain"), combinations.psoas_abscess),
    Condition("femoral_neck_stress_fracture", "urgent", "Groin pain with training increase or a positive hop test", IMAGING_FIRST,
              (), combinations.femoral_neck_stress_fracture),
    _alone("long_term_steroids", "caution", "Long-term steroids", WITH_CARE),
    _alone("weight_loss", "caution", "Unexplained weight loss", WITH_CARE),
    _alone("night_constant_pain", "caution", "Constant pain also at night", WITH_CARE),
    _alone("infection_risk", "caution", "Raised risk of infection", WITH_CARE),
    _alone("urinary_symptoms", "caution", "Urinary symptoms", WITH_CARE),
    _alone("anticoagulated", "caution", "Blood thinners or a bleeding disorder", WITH_CARE),
    _alone("claudication", "caution", "Pain on walking or a cold foot", WITH_CARE),
    _alone("inflammatory_pattern", "caution", "Inflammatory back pain pattern", WITH_CARE),
)  # fmt: skip
