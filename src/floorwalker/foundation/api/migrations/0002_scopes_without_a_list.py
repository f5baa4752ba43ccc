"""The scopes there are stand in the code alone: a new one needs no migration."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("api", "0001_api_tokens"),
    ]

    operations = [
        migrations.AlterField("apitoken", "scopes", ArrayField(models.CharField(max_length=20))),
    ]
