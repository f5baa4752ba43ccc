"""Webhooks out: tell other programs what happened, by the Standard Webhooks specification.

    action ── emit() ──> event, and a delivery for each endpoint that chose its type
                                     │ commits with the action, or never
    worker ── claim ──> send (adapter) ──> store the answer: delivered, tried again, or failed

A delivery is sent at least once, always under the id of its event. Why not exactly once, and how
two workers keep out of each other's way: docs/decisions/0017.
"""
