"""PURE: the thresholds of the safety table that nobody has validated, as they are shown to the user.

A clinic may move two of them, to where they catch more. The ages of pregnancy stand: intakes ask by them, too.
"""

from assessments.safety.combinations import LOAD_INCREASE_PERCENT
from assessments.safety.conditions import FALL_AGE_YEARS
from assessments.thresholds import LocalDefault
from patients.documents.safety_questions import PREGNANCY_AGES

OWNER = FALL_AGE_YEARS.rule
YOUNGEST, OLDEST = PREGNANCY_AGES
LOCAL_DEFAULTS = (
    FALL_AGE_YEARS,
    LocalDefault(
        rule=OWNER, name="pregnancy_youngest_age", value=YOUNGEST, unit="years", note="pregnancy is asked from this age"
    ),
    LocalDefault(rule=OWNER, name="pregnancy_oldest_age", value=OLDEST, unit="years", note="pregnancy is asked up to this age"),
    LOAD_INCREASE_PERCENT,
)
