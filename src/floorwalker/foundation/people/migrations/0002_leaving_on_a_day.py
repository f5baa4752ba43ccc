"""Whoever leaves is inactive from a day on; edits of a person name the version they saw."""

from datetime import date

from django.db import migrations, models

LONG_AGO = date(2000, 1, 1)
"""Nobody knows when those left who were inactive before this migration."""


def keep_who_left(apps, schema_editor):
    apps.get_model("people", "Person").objects.filter(is_active=False).update(
        inactive_from=LONG_AGO
    )


def bring_back(apps, schema_editor):
    apps.get_model("people", "Person").objects.exclude(inactive_from=None).update(is_active=False)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField("person", "inactive_from", models.DateField(null=True)),
        migrations.AddField("person", "account_closes_too", models.BooleanField(default=False)),
        migrations.AddField("person", "version", models.PositiveIntegerField(default=1)),
        migrations.RunPython(keep_who_left, bring_back),
        migrations.RemoveField("person", "is_active"),
    ]
