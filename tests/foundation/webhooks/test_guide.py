"""The guide's receiver works, and the reference shows the events that exist."""

import json
import re
from datetime import UTC, datetime, timedelta

from tests.architecture.repository import REPOSITORY
from tests.builders.webhooks import SECRET

from floorwalker.foundation.webhooks.event_types import event_types
from floorwalker.foundation.webhooks.signing import new_secret, signed_headers

BODY = b'{"type":"roster.published"}'


def test_the_receiver_of_the_guide_tells_right_from_wrong():
    guide = (REPOSITORY / "docs/guides/webhooks.md").read_text(encoding="utf-8")
    names = {}
    exec(re.search(r"```python\n(.*?)```", guide, re.S)[1], names)  # our own guide

    def accepts(*, secrets=(SECRET,), body=BODY, minutes=0.0):
        at = datetime.now(UTC) + timedelta(minutes=minutes)
        headers = signed_headers(message_id="msg_1", body=BODY, secrets_held=secrets, at=at)
        return names["is_from_floorwalker"](SECRET, headers, body)

    assert accepts()
    assert accepts(secrets=(new_secret(), SECRET))
    assert not accepts(secrets=(new_secret(),))
    assert not accepts(body=BODY + b" ")
    assert not accepts(minutes=-6)
    assert not accepts(minutes=6)


def test_the_reference_shows_every_event_and_no_other():
    page = (REPOSITORY / "docs/reference/webhooks.md").read_text(encoding="utf-8")
    shown = {
        name: (title, json.loads(example))
        for name, title, example in re.findall(
            r"^### `([a-z.]+)`\n\n(.+)\.\n\n```json\n(.+)\n```$", page, re.M
        )
    }
    assert shown == {found.name: (str(found.title), dict(found.example)) for found in event_types()}
