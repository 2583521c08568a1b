"""PURE: the thresholds of the safety table that nobody has validated, as they are shown to the user."""

from assessments.rule import LocalDefault
from assessments.safety.combinations import LOAD_INCREASE_PERCENT
from assessments.safety.conditions import FALL_AGE_YEARS
from patients.documents.safety_questions import PREGNANCY_AGES

LOCAL_DEFAULTS = (
    LocalDefault(name="fall_age_years", value=FALL_AGE_YEARS, unit="years", note="a minor fall counts as urgent from this age"),
    LocalDefault(name="pregnancy_youngest_age", value=PREGNANCY_AGES[0], unit="years", note="pregnancy is asked from this age"),
    LocalDefault(name="pregnancy_oldest_age", value=PREGNANCY_AGES[1], unit="years", note="pregnancy is asked up to this age"),
    LocalDefault(
        name="load_increase_percent",
        value=LOAD_INCREASE_PERCENT,
        unit="%",
        note="training increase that makes groin pain suspect",
    ),
)
