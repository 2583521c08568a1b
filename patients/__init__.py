"""People and what they tell us, before anybody examines them.

* **Patient**: a person known to one clinic, with identifiers from other systems.
* **Intake history**: what the patient reports about one episode of complaint: pain, sitting, sports, stairs, difficulties,
  safety answers. A draft until it is `ready`; then only corrected by a new version that names the old one.
* **Prior treatment**: one provider or course of treatment the patient had before, with the question this product exists for:
  did anybody examine the hip flexors?

Three words matter everywhere: *not recorded* (nobody asked, nothing is stored), *unknown* (asked, the patient does not know)
and *no*. They are never exchanged for one another.
"""
