"""Move what is personal in older records out of them, and give each its chain."""

import hashlib
import json
import secrets

from django.db import migrations

BATCH = 1000
PERSONAL = {"email", "file", "error", "note", "name"}
"""Facts that were written before facts were declared and may name a person (of sites only: no)."""

NOBODYS_NAME = {"people.Site"}


def move(apps, schema_editor):
    AuditRecord = apps.get_model("audit", "AuditRecord")
    PersonalFact = apps.get_model("audit", "PersonalFact")
    batch = list(AuditRecord.objects.order_by("pk")[:BATCH])
    while batch:
        facts = []
        for record in batch:
            _move_one(record, facts, PersonalFact)
        fields = ["chain", "actor_hash", "sealed_before", "sealed_after"]
        AuditRecord.objects.bulk_update(batch, fields)
        PersonalFact.objects.bulk_create(facts)
        batch = list(AuditRecord.objects.filter(pk__gt=batch[-1].pk).order_by("pk")[:BATCH])


def _move_one(record, facts, PersonalFact):
    def beside(side, name, value):
        salt = secrets.token_bytes(16)
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        facts.append(PersonalFact(record=record, side=side, name=name, salt=salt, value=text))
        return hashlib.sha256(salt + text.encode()).hexdigest()

    record.chain = "house" if record.site_id is None else f"site/{record.site_id}"
    record.actor_hash = beside("actor", "name", record.actor_name)
    personal = set() if record.subject_type in NOBODYS_NAME else PERSONAL
    for side in ("before", "after"):
        kept = getattr(record, f"sealed_{side}")
        if kept is not None:
            sealed = {
                name: {"personal": beside(side, name, value)} if name in personal else value
                for name, value in kept.items()
            }
            setattr(record, f"sealed_{side}", sealed)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_chain")]
    operations = [migrations.RunPython(move)]
