"""PURE: the safety screen: questions answered, and what clinicians made of positive answers."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from patients.documents.validation import Part, Problem, too_many
from patients.documents.vocabulary import Answer, Disposition, RequiredText, SafetyItem


class SafetyAnswers(Part, frozen=True, kw_only=True):
    """The safety questions, one answer each. Only yes and no are answers."""

    saddle_numbness: Answer = "not_asked"
    bladder_change: Answer = "not_asked"
    bowel_change: Answer = "not_asked"
    sexual_sensation_loss: Answer = "not_asked"
    bilateral_leg_symptoms: Answer = "not_asked"
    leg_weakness_worsening: Answer = "not_asked"
    unsteady_gait: Answer = "not_asked"
    major_trauma: Answer = "not_asked"
    minor_fall: Answer = "not_asked"
    osteoporosis: Answer = "not_asked"
    long_term_steroids: Answer = "not_asked"
    cancer_history: Answer = "not_asked"
    weight_loss: Answer = "not_asked"
    night_constant_pain: Answer = "not_asked"
    fever_unwell: Answer = "not_asked"
    infection_risk: Answer = "not_asked"
    known_aneurysm: Answer = "not_asked"
    vascular_risk: Answer = "not_asked"
    acute_abdomen: Answer = "not_asked"
    urinary_symptoms: Answer = "not_asked"
    pregnant: Answer = "not_asked"
    pregnancy_pain_bleeding: Answer = "not_asked"
    anticoagulated: Answer = "not_asked"
    cannot_bear_weight: Answer = "not_asked"
    load_pain_with_bone_risk: Answer = "not_asked"
    hot_joint: Answer = "not_asked"
    calf_swelling: Answer = "not_asked"
    claudication: Answer = "not_asked"
    inflammatory_pattern: Answer = "not_asked"


class SafetyReview(Part, frozen=True, kw_only=True):
    """A clinician's judgement of one positive answer, with its reason. Without a date it cannot count for any screen."""

    item: SafetyItem
    disposition: Disposition
    reason: Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"\S")]
    reviewed_on: datetime.date | None = None
    reviewed_by: RequiredText


class Safety(Part, frozen=True, kw_only=True):
    """One safety screen: its date, the answers, and clinicians' reviews of positive ones."""

    screened_on: datetime.date | None = None
    answers: SafetyAnswers = SafetyAnswers()
    reviews: tuple[SafetyReview, ...] | None = None

    def __post_init__(self) -> None:
        self.refuse_problems()

    def problems(self) -> Iterator[Problem]:
        yield from too_many("reviews", self.reviews)
