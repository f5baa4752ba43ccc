"""How long personal data stays, and how it goes.

The `retention` room of an app declares what of its data is kept how long (`data_classes.py`) and
where traces of a person stand (`traces.py`). Here are the rules, the daily run, the request of one
person, and the pages. Foundation knows no duty: it asks whoever has declared something.
"""
