"""The safety screen as columns, each labelled with its question."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.documents import SafetyItem
from patients.documents.safety_questions import QUESTIONS
from patients.models.fields import AnswerField, day


def question(item: SafetyItem) -> AnswerField:
    """The answer to one safety question, `not_asked` until somebody asks."""
    return AnswerField(_(QUESTIONS[item].asks))


class SafetySection(models.Model):
    """One safety screen: its date, an answer for every question, and whether reviews were recorded."""

    safety_screened_on = day(_("Safety questions asked on"))
    safety_answers_saddle_numbness = question("saddle_numbness")
    safety_answers_bladder_change = question("bladder_change")
    safety_answers_bowel_change = question("bowel_change")
    safety_answers_sexual_sensation_loss = question("sexual_sensation_loss")
    safety_answers_bilateral_leg_symptoms = question("bilateral_leg_symptoms")
    safety_answers_leg_weakness_worsening = question("leg_weakness_worsening")
    safety_answers_unsteady_gait = question("unsteady_gait")
    safety_answers_major_trauma = question("major_trauma")
    safety_answers_minor_fall = question("minor_fall")
    safety_answers_osteoporosis = question("osteoporosis")
    safety_answers_long_term_steroids = question("long_term_steroids")
    safety_answers_cancer_history = question("cancer_history")
    safety_answers_weight_loss = question("weight_loss")
    safety_answers_night_constant_pain = question("night_constant_pain")
    safety_answers_fever_unwell = question("fever_unwell")
    safety_answers_infection_risk = question("infection_risk")
    safety_answers_known_aneurysm = question("known_aneurysm")
    safety_answers_vascular_risk = question("vascular_risk")
    safety_answers_acute_abdomen = question("acute_abdomen")
    safety_answers_urinary_symptoms = question("urinary_symptoms")
    safety_answers_pregnant = question("pregnant")
    safety_answers_pregnancy_pain_bleeding = question("pregnancy_pain_bleeding")
    safety_answers_anticoagulated = question("anticoagulated")
    safety_answers_cannot_bear_weight = question("cannot_bear_weight")
    safety_answers_load_pain_with_bone_risk = question("load_pain_with_bone_risk")
    safety_answers_hot_joint = question("hot_joint")
    safety_answers_calf_swelling = question("calf_swelling")
    safety_answers_claudication = question("claudication")
    safety_answers_inflammatory_pattern = question("inflammatory_pattern")
    safety_reviews_recorded = models.BooleanField(default=False)

    class Meta:
        abstract = True
