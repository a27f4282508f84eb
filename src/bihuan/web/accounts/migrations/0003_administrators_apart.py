"""The database itself refuses an administrator's role beside any other role of the same account.

A check constraint sees one row only, an exclusion constraint is PostgreSQL's alone; a trigger does it on both.
Whoever rebuilds the table on SQLite (AlterField does) must make the trigger again; a test asks for it.
"""

from typing import Any

from django.db import migrations

ADMINISTRATORS = "'audit_administrator', 'security_administrator', 'system_administrator'"
OTHER = f"""
    SELECT 1 FROM accounts_membership AS other
    WHERE other.user_id = NEW.user_id AND other.id <> COALESCE(NEW.id, 0)
      AND (other.role IN ({ADMINISTRATORS})) <> (NEW.role IN ({ADMINISTRATORS}))
"""
POSTGRES = f"""
CREATE OR REPLACE FUNCTION accounts_administrators_apart() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS ({OTHER}) THEN
    RAISE EXCEPTION 'accounts_administrators_apart' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $body$;
DROP TRIGGER IF EXISTS accounts_administrators_apart ON accounts_membership;
CREATE TRIGGER accounts_administrators_apart BEFORE INSERT OR UPDATE ON accounts_membership
FOR EACH ROW EXECUTE FUNCTION accounts_administrators_apart();
"""
SQLITE = [
    f"""
    CREATE TRIGGER accounts_administrators_apart_{when.lower()} BEFORE {when} ON accounts_membership
    WHEN EXISTS ({OTHER}) BEGIN SELECT RAISE(ABORT, 'accounts_administrators_apart'); END
    """
    for when in ("INSERT", "UPDATE")
]


def put_up(apps: Any, editor: Any) -> None:
    """Make the triggers in the words of the database at hand."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES)
        return
    for statement in SQLITE:
        editor.execute(statement)


def take_down(apps: Any, editor: Any) -> None:
    """Remove them."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER IF EXISTS accounts_administrators_apart ON accounts_membership")
        editor.execute("DROP FUNCTION IF EXISTS accounts_administrators_apart()")
        return
    for when in ("insert", "update"):
        editor.execute(f"DROP TRIGGER IF EXISTS accounts_administrators_apart_{when}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people_terms_logins")]

    operations = [migrations.RunPython(put_up, take_down)]
