"""The house: what everything stands on (ground) and what stands on everything (roof).

    clinic.urls, clinic.web, clinic.management, clinic.settings     roof: composes, may import anything
            |
    assessments                                                     examination, case, rules, flags
            |
    patients                                                        people, intakes, prior treatments
            |
    clinic.http, clinic.admin                                       toolkits that know no patient
            |
    clinic.audit, clinic.scoping
            |
    clinic.access
            |
    clinic.models
            |
    clinic.errors, clinic.database, clinic.ids                      ground

The import rule: a line may import from the lines below it, never from one above.
`lint-imports` checks it; the contracts stand in pyproject.toml.
"""
