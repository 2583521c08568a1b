"""From findings to flags.

A therapist records **findings** in an **examination**. The chart puts the intake, the earlier treatments and the examination
together as one **case**. Each **rule** reads the case and gives a **verdict** with its evidence; all verdicts and the safety gate
are an **assessment**, stored with the case it saw. A verdict that is present raises a **flag**, which lives on across assessments
until it is settled.

The pure core (`case`, `logic`, `engine`, `safety`, `anatomy`, `rules`) knows neither Django nor a database nor a clock.
"""
