"""The database links each record to its chain as the transaction commits, and refuses forgeries.

`audit_seal` runs at the very end of a transaction (a deferred trigger), so that the head of a chain
is the last lock and is held for the commit alone. A transaction with records of several chains locks
their heads in the order of their names, so that two of them never wait for one another.
"""

from django.db import migrations

SEAL = r"""
CREATE FUNCTION audit_note_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted text := coalesce(current_setting('floorwalker.audit_chains', true), '');
BEGIN
    IF NOT NEW.chain = ANY (string_to_array(noted, E'\n')) THEN
        PERFORM set_config('floorwalker.audit_chains', concat_ws(E'\n', nullif(noted, ''), NEW.chain), true);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_link(r audit_auditrecord, sequence bigint, previous bytea) RETURNS bytea
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    body text := (
        jsonb_strip_nulls(to_jsonb(r) - '{sealed_before,sealed_after}'::text[])
        || jsonb_build_object('before', r.sealed_before, 'after', r.sealed_after)
    )::text;
    sealed bytea := sha256(previous || int8send(sequence) || convert_to(body, 'UTF8'));
BEGIN
    INSERT INTO audit_chainlink VALUES (r.id, r.chain, sequence, previous, sealed);
    RETURN sealed;
END $$;

CREATE FUNCTION audit_lock_heads(names text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_chainhead (name, sequence, hash)
    SELECT wanted.name, 0, decode(repeat('00', 32), 'hex') FROM unnest(names) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM audit_chainhead known WHERE known.name = wanted.name)
    ORDER BY wanted.name ON CONFLICT DO NOTHING;
    PERFORM FROM audit_chainhead WHERE name = ANY (names) ORDER BY name FOR UPDATE;
END $$;

CREATE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head audit_chainhead;
BEGIN
    PERFORM audit_lock_heads(string_to_array(current_setting('floorwalker.audit_chains'), E'\n'));
    SELECT * INTO STRICT head FROM audit_chainhead WHERE name = NEW.chain;
    UPDATE audit_chainhead
    SET sequence = head.sequence + 1, hash = audit_link(NEW, head.sequence + 1, head.hash)
    WHERE id = head.id;
    RETURN NULL;
END $$;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit records are never changed or removed';
END $$;

CREATE FUNCTION audit_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.salt IS NULL AND NEW.value IS NULL
       AND (NEW.id, NEW.record_id, NEW.side, NEW.name) = (OLD.id, OLD.record_id, OLD.side, OLD.name)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'personal facts of audit records are erased, never changed or removed';
END $$;

DO $$  -- heads are written once: a row that changes a million times in one transaction is slow
DECLARE
    r audit_auditrecord;
    named text;
    place bigint;
    last bytea;
BEGIN
    PERFORM audit_lock_heads(ARRAY(SELECT DISTINCT chain FROM audit_auditrecord));
    FOR r IN SELECT * FROM audit_auditrecord ORDER BY chain, id LOOP
        IF named IS DISTINCT FROM r.chain THEN
            UPDATE audit_chainhead SET sequence = place, hash = last WHERE name = named;
            named := r.chain; place := 0; last := decode(repeat('00', 32), 'hex');
        END IF;
        place := place + 1;
        last := audit_link(r, place, last);
    END LOOP;
    UPDATE audit_chainhead SET sequence = place, hash = last WHERE name = named;
END $$;
SET CONSTRAINTS ALL IMMEDIATE;

CREATE TRIGGER audit_note_chain BEFORE INSERT ON audit_auditrecord
    FOR EACH ROW EXECUTE FUNCTION audit_note_chain();
CREATE CONSTRAINT TRIGGER audit_seal AFTER INSERT ON audit_auditrecord
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_auditrecord
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_chainlink
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_only_erase BEFORE UPDATE OR DELETE ON audit_personalfact
    FOR EACH ROW EXECUTE FUNCTION audit_only_erase();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_old_records")]
    operations = [
        migrations.RemoveField("auditrecord", "actor_name"),
        migrations.RunSQL(SEAL),
    ]
