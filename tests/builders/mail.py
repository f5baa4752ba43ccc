"""Do what the worker would: send the mail that waits in the queue."""

import json

from asgiref.sync import async_to_sync
from django.db import connection

from floorwalker.foundation.accounts.tasks import PASSWORD_MAIL, password_mail


def waiting_mail() -> list[dict[str, str]]:
    """The arguments of the mails in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [PASSWORD_MAIL]
        )
        return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor]


def send_waiting_mail() -> None:
    for arguments in waiting_mail():
        async_to_sync(password_mail.func)(**arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [PASSWORD_MAIL])
