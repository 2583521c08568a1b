"""The kinds of event: what each is about, and where that can be read."""

from collections.abc import Mapping

# kind → the things it is about, each told by its id
KINDS: Mapping[str, tuple[str, ...]] = {
    "flag.raised": ("patient", "flag", "assessment"),
    "flag.reopened": ("patient", "flag", "assessment"),
    "flag.resolved": ("patient", "flag", "assessment"),
    "assessment.completed": ("patient", "assessment"),
    "patient.merged": ("patient", "merged_patient"),
}

# Sent on request only, to one subscription.
TEST = "webhook.test"

# thing → the name of its REST address, which takes the id
ROUTES: Mapping[str, str] = {
    "patient": "patient",
    "merged_patient": "patient",
    "flag": "flag",
    "assessment": "assessment",
}
