from django.db import migrations

SQLITE = [
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON core_journalentry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    # Retention may take away what is older than a year, nothing younger.
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON core_journalentry WHEN OLD.at > datetime('now', '-365 days') "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION journal_is_append_only() RETURNS trigger AS $$ BEGIN "
    "IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '365 days' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'the journal is append-only'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON core_journalentry "
    "FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()",
]


def install(apps, schema_editor):
    apps.get_model("core", "Generation").objects.get_or_create(pk=1)
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"]
    else:
        statements = [
            "DROP TRIGGER journal_append_only ON core_journalentry",
            "DROP FUNCTION journal_is_append_only()",
        ]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
