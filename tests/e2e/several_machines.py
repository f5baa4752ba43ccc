"""A program: fill a new database for test_several_machines.py, and print what it needs as JSON."""

import json
import sys


def main(sign: str, edits: int, marks: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from tests.builders.cast import make_cast
    from tests.builders.live import cookie_of

    from floorwalker.foundation import clock
    from floorwalker.foundation.accounts.actor import Actor
    from floorwalker.foundation.jobs.actions import start_job
    from floorwalker.foundation.jobs.models import Job

    call_command("migrate", verbosity=0, interactive=False)
    cast, actor = make_cast(), Actor.program("test")

    def start(kind, **arguments):
        site_id = cast.site.pk
        return start_job(actor, kind, arguments=arguments, at=clock.now(), site_id=site_id).pk

    # Nobody runs these: what the browser and the colleagues cancel.
    waiting = [
        Job.objects.create(kind="dig", site=cast.site, created_at=clock.now()).pk
        for _number in range(edits)
    ]
    lingering = start("linger_then_mark", sign=sign, name="After all")
    started = [start("leave_a_mark", name=f"Mark {number}") for number in range(marks)]
    cookie = cookie_of(cast.users["mia"])
    told = {"cookie": cookie, "waiting": waiting, "lingering": lingering, "started": started}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
