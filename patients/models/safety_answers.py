"""The safety screen as columns. The wording is ours, in the patient's words; the front desk reads it aloud.

Clinicians must confirm the wording before clinical use.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.models.fields import AnswerField, day


class SafetySection(models.Model):
    """One safety screen: its date, an answer for every question, and whether reviews were recorded."""

    safety_screened_on = day(_("Safety questions asked on"))
    safety_answers_saddle_numbness = AnswerField(_("Is there new numbness between your legs, where you would sit on a saddle?"))
    safety_answers_bladder_change = AnswerField(
        _("Do you have new trouble passing urine, holding it, or feeling when your bladder is full?")
    )
    safety_answers_bowel_change = AnswerField(_("Have you newly lost control of your bowels?"))
    safety_answers_sexual_sensation_loss = AnswerField(_("Have you newly lost feeling during sex?"))
    safety_answers_bilateral_leg_symptoms = AnswerField(_("Do you have new pain, numbness or weakness in both legs?"))
    safety_answers_leg_weakness_worsening = AnswerField(_("Is a leg getting weaker, or does a foot drag or drop?"))
    safety_answers_unsteady_gait = AnswerField(_("Have you become unsteady or clumsy when you walk?"))
    safety_answers_major_trauma = AnswerField(
        _("Did the pain begin after a fall from a height, a road accident or a similar heavy blow?")
    )
    safety_answers_minor_fall = AnswerField(_("Did you have a lighter fall, bump or strain before the pain began?"))
    safety_answers_osteoporosis = AnswerField(_("Have you been told that you have thin or brittle bones (osteoporosis)?"))
    safety_answers_long_term_steroids = AnswerField(
        _("Have you taken steroid tablets for more than three months, or many courses of them?")
    )
    safety_answers_cancer_history = AnswerField(_("Have you ever had cancer?"))
    safety_answers_weight_loss = AnswerField(_("Have you lost weight without trying to?"))
    safety_answers_night_constant_pain = AnswerField(_("Is the pain constant, also at night, and does no position ease it?"))
    safety_answers_fever_unwell = AnswerField(_("Have you had a fever or chills, or felt ill along with the pain?"))
    safety_answers_infection_risk = AnswerField(
        _(
            "Do any of these apply to you: a weak immune system, diabetes, injecting drugs, a recent infection, surgery or "
            "an injection into the back, tuberculosis, dialysis?"
        )
    )
    safety_answers_known_aneurysm = AnswerField(
        _("Have you been told that you have, or may have, a widened artery in your belly (an aneurysm)?")
    )
    safety_answers_vascular_risk = AnswerField(
        _("Have you ever smoked, do you have high blood pressure, or has somebody in your family had an aneurysm?")
    )
    safety_answers_acute_abdomen = AnswerField(
        _("Do you have belly pain with vomiting, or pain low on the right side that gets worse when you cough?")
    )
    safety_answers_urinary_symptoms = AnswerField(
        _("Do you have pain in your side that comes in waves, blood in your urine, or burning when you pass it?")
    )
    safety_answers_pregnant = AnswerField(_("Are you pregnant, or could you be?"))
    safety_answers_pregnancy_pain_bleeding = AnswerField(
        _("If you are or could be pregnant: do you have belly pain together with bleeding?")
    )
    safety_answers_anticoagulated = AnswerField(_("Do you take blood thinners, or do you have a bleeding disorder?"))
    safety_answers_cannot_bear_weight = AnswerField(_("Since a fall, are you unable to put weight on a leg?"))
    safety_answers_load_pain_with_bone_risk = AnswerField(
        _(
            "Does your groin or hip hurt when you run or since you began to train more, and do any of these apply: low weight, "
            "missed periods, early menopause, thin bones?"
        )
    )
    safety_answers_hot_joint = AnswerField(_("Do you have a hot joint, or a fever with a hip that you cannot move?"))
    safety_answers_calf_swelling = AnswerField(_("Is one calf newly swollen, warm or painful?"))
    safety_answers_claudication = AnswerField(
        _("Do your calves or buttocks hurt when you walk and stop hurting when you stand still, or is a foot cold?")
    )
    safety_answers_inflammatory_pattern = AnswerField(
        _(
            "Did the back pain begin before you were 45 and last more than three months, and do at least four of these apply: "
            "it began before you were 35; it wakes you in the second half of the night; it is in the buttocks; moving eases it; "
            "anti-inflammatory tablets ease it within two days; a close relative has inflammatory rheumatism; you have or had "
            "inflamed joints or tendons; you have or had psoriasis?"
        )
    )
    safety_reviews_recorded = models.BooleanField(default=False)

    class Meta:
        abstract = True
