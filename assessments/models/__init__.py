"""The tables: examinations with their findings, assessments with the rule set they came from, flags with their history,
the thresholds a clinic has set."""

from assessments.models.assessment import Assessment, RuleSet
from assessments.models.examination import Examination
from assessments.models.finding import Finding
from assessments.models.flag import Flag, FlagEvent
from assessments.models.threshold_change import ThresholdChange

__all__ = ["Assessment", "Examination", "Finding", "Flag", "FlagEvent", "RuleSet", "ThresholdChange"]
