"""Do what the worker would: send the mail that waits in the queue."""

import json
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.tasks import Task

from floorwalker.foundation.accounts.tasks import password_mail


def waiting_mail(task: Task[..., Any, ...] = password_mail) -> list[dict[str, Any]]:
    """The arguments of the mails in the queue, those of forgotten passwords unless told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task.name]
        )
        return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor]


def send_waiting_mail(task: Task[..., Any, ...] = password_mail) -> None:
    for arguments in waiting_mail(task):
        async_to_sync(task.func)(**arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [task.name])
