"""Webhooks: other systems are told that something happened, with ids and never with what was found.

``announce`` notes an event in the transaction that makes it true; ``manage.py deliver_webhooks`` sends it, again and again for
days where need be.  It knows no patient: a caller hands it ids.
"""
