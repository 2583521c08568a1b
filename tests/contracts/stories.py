"""For every operation: what must be there before it is called, so that its example succeeds. Addresses are filled by name of
their parameter; an operation that needs more than a row of its kind has an entry of its own in `BEFORE`."""

from collections.abc import Callable
from typing import Any

from assessments import services as assessments
from assessments.models import Assessment
from clinic.webhooks.services import send_test
from patients.models import PriorTreatment
from tests.assessments.examples import clear_gate, flag_of, open_one, psoas
from tests.house.services import duplicate, merged, subscription
from tests.world import House

NAME = "Núñez Ortega"


def _examination(house: House) -> Any:
    clear_gate(house, house.patient(NAME))
    return open_one(house.therapist, house.patient(NAME), palpation=[psoas()])


def _signed(house: House) -> Any:
    row = _examination(house)
    return assessments.sign_examination(by=house.therapist, examination_id=row.pk, expected_revision=row.revision).row


def _complete_draft(house: House) -> Any:
    clear_gate(house, house.patient(NAME))
    return house.intake(NAME)


# parameter of an address → a row of that kind
ROWS: dict[str, Callable[[House], Any]] = {
    "patient_id": lambda house: house.patient("Keller"),
    "intake_id": lambda house: house.intake("Keller"),
    "treatment_id": lambda house: PriorTreatment.objects.get(patient=house.patient("Keller")),
    "examination_id": _examination,
    "assessment_id": lambda house: Assessment.objects.filter(patient=house.patient("Keller")).latest("number"),
    "flag_id": lambda house: flag_of(house.patient("Keller"), "hip_flexors_never_examined"),
    "subscription_id": subscription,
    "delivery_id": lambda house: send_test(by=house.manager, subscription_id=subscription(house).pk),
}
WORDS = {"rule_id": "red_flag_positive", "name": "fall_age_years"}
BEFORE: dict[str, Callable[[House], Any]] = {
    "mark_intake_ready": _complete_draft,
    "amend_examination": _signed,
}
# operation → what its example must name that is made beforehand, because its body holds an id
NAMED: dict[str, Callable[[House], dict[str, Any]]] = {"merge_patients": duplicate, "unmerge_patients": merged}


def told(operation: str, body: Any, house: House) -> Any:
    """The example's body, with the ids and revisions of rows that are there."""
    if operation not in NAMED:
        return body
    given = {name: str(value) for name, value in NAMED[operation](house).items()}
    return {name: given.get(name, value) for name, value in body.items()}


def addressed(operation: str, path: str, house: House) -> tuple[str, int | None]:
    """The address with the id of a row that is there, and the revision of that row."""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    unknown = [name for name in names if name not in ROWS and name not in WORDS]
    assert not unknown, f"say in tests/contracts/stories.py which row {unknown} may name"
    revision = None
    for name in names:
        if name in WORDS:
            path = path.replace(f"{{{name}}}", WORDS[name])
            continue
        row = BEFORE.get(operation, ROWS[name])(house)
        path, revision = path.replace(f"{{{name}}}", str(row.pk)), getattr(row, "revision", None)
    return path, revision
