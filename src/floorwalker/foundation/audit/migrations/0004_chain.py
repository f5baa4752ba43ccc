"""Tables of the chain and of the personal facts beside it; the records themselves move in 0005."""

import django.db.models.deletion
from django.db import migrations, models

ALLOW_CHANGES = """
DROP TRIGGER audit_is_append_only ON audit_auditrecord;
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_site")]
    operations = [
        migrations.RunSQL(ALLOW_CHANGES),
        migrations.RenameField("auditrecord", "before", "sealed_before"),
        migrations.RenameField("auditrecord", "after", "sealed_after"),
        migrations.AddField(
            "auditrecord", "chain", models.CharField(max_length=60, default=""), preserve_default=False
        ),
        migrations.AddField(
            "auditrecord",
            "actor_hash",
            models.CharField(max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("sequence", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="ChainLink",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="link",
                        serialize=False,
                        to="audit.auditrecord",
                    ),
                ),
                ("chain", models.CharField(max_length=60)),
                ("sequence", models.BigIntegerField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["chain", "sequence"], name="chain_sequence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("actor", "Actor"), ("before", "Before"), ("after", "After")],
                        max_length=6,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("salt", models.BinaryField(null=True)),
                ("value", models.TextField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personal_facts",
                        to="audit.auditrecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["record", "side", "name"], name="personal_fact_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(salt__isnull=True, value__isnull=True)
                        | models.Q(salt__isnull=False, value__isnull=False),
                        name="salt_and_value_are_erased_together",
                    ),
                ],
            },
        ),
    ]
