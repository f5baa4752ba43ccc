"""A believable bilingual centre, made up by our own simulator: the files a real one would bring.

Everything in them is invented, from the parameters published in `_demand.py` and `_people.py`
(docs/guides/demo.md lists them). The demo imports the files exactly as a user's files are imported.
"""

from floorwalker.adapters.demo_centre._demand import QUEUES, DemoQueue
from floorwalker.adapters.demo_centre._files import DemoFiles, write_centre
from floorwalker.adapters.demo_centre._people import SUPERVISORS, TEAMS

__all__ = ["QUEUES", "SUPERVISORS", "TEAMS", "DemoFiles", "DemoQueue", "write_centre"]
