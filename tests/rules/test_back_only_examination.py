import pytest

from tests.build import said, treatment

RULE = "back_only_examination"


def examined(*regions: str, complete: str = "yes") -> dict[str, object]:
    return treatment(3, regions_examined=list(regions), regions_examined_complete=complete)


@pytest.mark.parametrize("regions", [("back", "hip"), ("hip",), ()])
def test_absent_when_another_region_or_none_was_examined(regions):
    assert said(RULE, treatments=[examined(*regions)]).status == "absent"


def test_absent_when_one_provider_looked_further():
    assert said(RULE, treatments=[examined("back"), examined("back", "abdomen", complete="no")]).status == "absent"


def test_not_applicable_without_care():
    assert said(RULE, intake={"prior_care_any": "no"}).status == "not_applicable"


@pytest.mark.parametrize(("complete", "missing"), [("unknown", "regions_examined_complete"), ("no", "regions_examined")])
def test_undetermined_while_the_list_may_be_longer(complete, missing):
    verdict = said(RULE, treatments=[examined("back", complete=complete)])
    assert verdict.status == "undetermined"
    assert verdict.missing == (f"/prior_treatments/0/{missing}",)


def test_undetermined_while_one_provider_is_open():
    assert said(RULE, treatments=[examined("back"), treatment(4)]).status == "undetermined"
    assert said(RULE, treatments=[examined(complete="no")]).status == "undetermined"


def test_present_when_every_provider_examined_the_back_only():
    verdict = said(RULE, treatments=[examined("back"), examined("back")])
    assert (verdict.status, verdict.severity) == ("present", "info")
