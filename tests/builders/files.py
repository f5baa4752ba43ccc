"""What a table's file holds, as another program reads it."""

import csv
import io

from django.test import Client
from django.urls import reverse


def exported(client: Client, page: str, **asked: object) -> list[dict[str, str]]:
    """Return the rows of the CSV file of a page's table, by the heads of their columns."""
    answer = client.get(reverse(page), {**asked, "file": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
