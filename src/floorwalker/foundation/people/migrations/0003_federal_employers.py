"""A site may keep its country's federal holidays."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_leaving_on_a_day"),
    ]

    operations = [
        migrations.AddField(
            "site",
            "is_federal_employer",
            models.BooleanField(
                default=False, help_text="Keeps the country's federal holidays, not the province's."
            ),
        ),
    ]
