"""What `benchmarks/api.py` is made of: a throw-away database, the production server, a cheap client, a floor to compare with."""
