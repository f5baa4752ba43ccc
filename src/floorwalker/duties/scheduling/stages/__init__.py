"""The stages of planning, each from stored facts through an engine to a draft that is not stored.

    forecasting → requiring → rostering → rehearsing

They read the database and never write it: `actions` store what they return.
"""
