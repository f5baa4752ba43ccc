"""A record names the API token through which something was done."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("api", "0001_api_tokens"),
        ("audit", "0006_seal"),
    ]

    operations = [
        migrations.AddField(
            "auditrecord",
            "token",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="api.apitoken",
            ),
        ),
    ]
