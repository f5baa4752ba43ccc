"""Secrets of one-time codes are stored sealed from now on."""

from django.db import migrations, models

from floorwalker.foundation.sealing import opened, seal


def seal_secrets(apps, schema_editor):
    for factor in apps.get_model("accounts", "SecondFactor").objects.all():
        factor.sealed_secret = seal(factor.sealed_secret)
        factor.save(update_fields=["sealed_secret"])


def open_secrets(apps, schema_editor):
    for factor in apps.get_model("accounts", "SecondFactor").objects.all():
        factor.sealed_secret = opened(factor.sealed_secret)
        factor.save(update_fields=["sealed_secret"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_secure_sign_in'),
    ]

    operations = [
        migrations.RenameField('SecondFactor', 'secret', 'sealed_secret'),
        migrations.AlterField('SecondFactor', 'sealed_secret', models.CharField(max_length=255)),
        migrations.AddField('SecondFactor', 'started_at', models.DateTimeField(null=True)),
        migrations.RunPython(seal_secrets, open_secrets),
    ]
