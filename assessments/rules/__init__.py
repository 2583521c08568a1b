"""PURE: the catalogue: every clinical rule, listed by hand. To add a rule: one file, one test, one line here.

A rule's version rises when its logic or a threshold changes; the rule-set version names the catalogue as a whole.
"""

from assessments.rule import Rule
from assessments.rules import (
    red_flag_positive,
    red_flag_screen_incomplete,
)

RULE_SET_VERSION = "2026.11.1"

CATALOGUE: tuple[Rule, ...] = (
    red_flag_positive.RULE,
    red_flag_screen_incomplete.RULE,
)
