"""Two web servers and two workers on a PostgreSQL of somebody else; one of each is killed."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import expect
from tests.builders.external_postgres import external_postgres
from tests.builders.processes import REPOSITORY, eventually, floorwalker_process
from tests.builders.round_robin import round_robin
from tests.builders.web_servers import CSRF, starting_web_server

pytestmark = [pytest.mark.browser, pytest.mark.processes]

EDITS, MARKS = 24, 6
SETTINGS = "tests.foundation.jobs.settings"


def ask(address, method, path, *, cookie):
    """Ask through the proxy; `None` when the connection broke before the answer came."""
    headers = {"Cookie": f"{cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    connection = http.client.HTTPConnection(address, timeout=20)
    try:
        connection.request(method, path, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Colleague(threading.Thread):
    """Cancels jobs one after the other, and once more when no answer came."""

    def __init__(self, address, *, cookie, job_ids):
        super().__init__(daemon=True)
        self.address, self.cookie, self.job_ids = address, cookie, job_ids
        self.answers = {}
        self.under_way = threading.Event()

    def run(self):
        for done, job_id in enumerate(self.job_ids):
            answer = None
            while answer is None:
                path = f"/jobs/{job_id}/cancel/"
                answer = ask(self.address, "POST", path, cookie=self.cookie)
            self.answers[job_id] = answer
            if done == len(self.job_ids) // 3:
                self.under_way.set()


def fill(sign, environment):
    program = [sys.executable, "-m", "tests.e2e.several_machines", sign, str(EDITS), str(MARKS)]
    paths = f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"
    told = subprocess.run(
        program,
        env=os.environ | environment | {"PYTHONPATH": paths},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def parent_of(process_id):
    return int(Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[1])


def test_one_web_server_and_one_worker_are_killed_and_nothing_is_lost(chromium, tmp_path):
    key = tmp_path / "secret-key"
    key.write_text("one-key-for-all-machines-" * 3)
    shared = {"DJANGO_SETTINGS_MODULE": SETTINGS, "FLOORWALKER_SECRET_KEY_FILE": str(key)}
    sign = tmp_path / "pid"
    with ExitStack() as stack:
        url = stack.enter_context(external_postgres())
        machine = shared | {"DATABASE_URL": url}
        webs = [stack.enter_context(starting_web_server(**machine)) for _ in "12"]
        facts = fill(str(sign), machine)
        workers = [stack.enter_context(floorwalker_process("work", **machine)) for _ in "12"]
        eventually(lambda: all(web.answers() for web in webs))
        proxy = stack.enter_context(round_robin([web.port for web in webs]))
        context = chromium.new_context(locale="en-CA")
        stack.callback(context.close)
        name, _, value = facts["cookie"].partition("=")
        site = f"http://{proxy.address}"
        context.add_cookies([{"name": name, "value": value, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/jobs/")
        shown, *edited = facts["waiting"]
        row = page.locator("#jobs tr", has=page.locator(f'[action="/jobs/{shown}/cancel/"]'))
        expect(row).to_have_count(1)
        eventually(lambda: proxy.stream_port)

        colleague = Colleague(proxy.address, cookie=facts["cookie"], job_ids=edited)
        colleague.start()
        assert colleague.under_way.wait(timeout=30)
        victim = next(web for web in webs if web.port == proxy.stream_port)
        victim.process.send_signal(signal.SIGKILL)
        child = int(eventually(lambda: sign.exists() and sign.read_text()))
        worker = next(w for w in workers if w.pid == parent_of(child))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        colleague.join(timeout=30)

        # The page hears of the next deed by itself, and the next click works.
        eventually(lambda: proxy.stream_port != victim.port)
        assert ask(proxy.address, "POST", f"/jobs/{shown}/cancel/", cookie=facts["cookie"]) == 302
        expect(row).to_have_count(0, timeout=15_000)  # a cancelled job has no such button
        page.locator('nav a[href="/queues/"]').first.click()
        expect(page.locator("h1")).to_have_text("Queues")

        with psycopg.connect(url, autocommit=True) as connection:
            eventually(lambda: _state(connection, facts["lingering"]) == "succeeded")
            eventually(lambda: _unfinished(connection) == 0)  # the worker may have died in any job
            _assert_nothing_lost(connection, facts, colleague.answers)


def _state(connection, job_id):
    """The lingering job ends well"""
    return connection.execute("SELECT state FROM jobs_job WHERE id = %s", [job_id]).fetchone()[0]


def _unfinished(connection):
    """Every job ends"""
    jobs = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
    return connection.execute(jobs).fetchone()[0]


def _assert_nothing_lost(connection, facts, answers):
    marks = "SELECT name FROM people_organisation WHERE name LIKE 'Mark %' ORDER BY name"
    assert [row[0] for row in connection.execute(marks)] == [f"Mark {n}" for n in range(MARKS)]
    after_all = "SELECT count(*) FROM people_organisation WHERE name = 'After all'"
    assert connection.execute(after_all).fetchone() == (1,)
    attempt = "SELECT attempt FROM jobs_job WHERE id = %s"
    assert connection.execute(attempt, [facts["lingering"]]).fetchone() == (2,)

    # 409: it had committed when the connection broke, and the second try was told so.
    assert set(answers.values()) <= {302, 409}
    assert len(answers) == EDITS - 1
    cancelled = "SELECT id FROM jobs_job WHERE state = 'cancelled' ORDER BY id"
    assert [row[0] for row in connection.execute(cancelled)] == facts["waiting"]
    records = """
        SELECT subject_id, count(*) FROM audit_auditrecord
        WHERE action = 'cancel_job' GROUP BY 1 ORDER BY 1
    """
    assert {int(row[0]): row[1] for row in connection.execute(records)} == dict.fromkeys(
        facts["waiting"], 1
    )
