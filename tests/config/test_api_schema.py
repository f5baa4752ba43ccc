"""schemathesis sends every operation what its description allows, and what it forbids."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi
from tests.architecture.test_access import (
    a_failed_delivery,
    a_job,
    a_lost_time,
    a_shift_template,
    a_special_day,
    an_endpoint,
    an_import,
)
from tests.builders.api import make_token
from tests.builders.cast import make_cast
from tests.builders.rosters import make_rehearsal, make_roster
from tests.builders.twins import make_twin

from floorwalker.config.api import api
from floorwalker.duties.scheduling.models import ForecastVersion, Shift
from floorwalker.foundation.accounts.models import RoleAssignment
from floorwalker.foundation.accounts.permissions import Role

EXAMPLES_PER_OPERATION = 6
CHECKS = (
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
    openapi.unsupported_method,
    openapi.ignored_auth,
)
"""Not `positive_data_acceptance`: what is well formed may still break a rule of the centre."""


def closing(application):
    """End each request as a server does: uploaded files are closed with it."""

    def answer(environ, start_response):
        response = application(environ, start_response)
        try:
            return [b"".join(response)]
        finally:
            response.close()

    return answer


def _operations():
    described = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    schema = schemathesis.openapi.from_dict(described)
    schema.app = closing(get_wsgi_application())
    schema.location = "http://localhost/api/v1/openapi.json"
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


OPERATIONS = _operations()
METHODS = sorted({operation.method for operation in OPERATIONS.values()})


@pytest.fixture(autouse=True)
def one_connection():
    """The end of a request leaves the test's connection open, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(db, monkeypatch):
    """One who may do all, of a site with a roster, a rehearsal, a job, an import and a template."""
    cast = make_cast()
    RoleAssignment.objects.create(user=cast.users["mia"], role=Role.ADMIN)
    roster = make_roster(cast.site, days=[0])
    make_rehearsal(roster)
    ids = {
        **a_job(cast),
        **a_lost_time(cast),
        **an_import(cast),
        **a_shift_template(cast),
        **a_special_day(cast),
        **an_endpoint(cast),
        **a_failed_delivery(cast),
        "roster_id": roster.pk,
        "twin_id": make_twin(cast.site).pk,
        "requirement_id": roster.requirement_id,
        "queue_id": cast.site.queues.get().pk,
        "version_id": ForecastVersion.objects.get().pk,
        "shift_id": Shift.objects.first().pk,
        "change_id": 1,
        "name": "finished-jobs",
        "key": f"person-{cast.people['ben'].pk}",
        "account_id": cast.users["ben"].pk,
        "assignment_id": cast.users["ben"].role_assignments.get().pk,
        "person_id": cast.people["ben"].pk,
        "team_id": cast.north.pk,
    }
    monkeypatch.setattr("floorwalker.foundation.api._rate.REQUESTS_PER_MINUTE", 10**9)
    return make_token(cast, "mia").secret, ids


def test_the_description_names_every_operation():
    assert len(OPERATIONS) > 40


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("method", METHODS)
def test_every_operation_keeps_to_its_description(method, mode, token):
    secret, ids = token
    faults = {
        label: fault
        for label, operation in OPERATIONS.items()
        if operation.method == method
        if (fault := _fault(operation, mode, secret=secret, ids=ids))
    }
    assert faults == {}


def _fault(operation, mode, *, secret, ids):
    """Send examples; each is taken back before the next. Return the first one that is answered
    other than described."""
    named = {parameter.name: ids[parameter.name] for parameter in operation.path_parameters}
    known = {"path_parameters": named} if named and mode is GenerationMode.POSITIVE else {}

    @settings(
        max_examples=EXAMPLES_PER_OPERATION,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, **known))
    def keeps_to_it(case):
        assume(not _lost_what_breaks_it(case, operation))
        with transaction.atomic():
            case.call_and_validate(
                checks=list(CHECKS), headers={"Authorization": f"Bearer {secret}"}
            )
            transaction.set_rollback(True)

    try:
        keeps_to_it()
    except (Exception, BaseExceptionGroup) as fault:  # noqa: BLE001  # the test shows it under its operation
        return "\n".join(map(str, getattr(fault, "exceptions", [fault])))
    return ""


def _lost_what_breaks_it(case, operation):
    """schemathesis drops a parameter that it made up without a value: nothing wrong is sent."""
    known = {parameter.name for parameter in operation.query}
    is_told = "additionalProperties" in getattr(case.meta.phase.data, "description", "")
    return is_told and set(case.query or ()) <= known
