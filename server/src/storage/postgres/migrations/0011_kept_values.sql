-- The port State: small values that may be forgotten, so nothing of them is logged for a crash. SQLite has none: there
-- all roles are in one process, which keeps them in memory.
CREATE UNLOGGED TABLE kept_values (
    key text PRIMARY KEY,
    value text NOT NULL,
    version uuid NOT NULL DEFAULT gen_random_uuid(),
    until timestamptz NOT NULL
);
CREATE INDEX kept_values_by_end ON kept_values (until);

-- Settings that may change while the school runs, as Dapr's configuration.postgresql reads them and hears of changes.
-- A sidecar does not start without this table, so somebody may have made it by hand before.
CREATE TABLE IF NOT EXISTS dapr_settings (
    key text NOT NULL PRIMARY KEY,
    value text NOT NULL,
    version text NOT NULL DEFAULT '1',
    metadata json NOT NULL DEFAULT '{}'
);
CREATE OR REPLACE FUNCTION tell_dapr_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('dapr_settings', json_build_object(
        'table', TG_TABLE_NAME, 'action', TG_OP,
        'data', CASE WHEN TG_OP = 'DELETE' THEN row_to_json(OLD) ELSE row_to_json(NEW) END)::text);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS dapr_settings_changed ON dapr_settings;
CREATE TRIGGER dapr_settings_changed AFTER INSERT OR UPDATE OR DELETE ON dapr_settings
    FOR EACH ROW EXECUTE FUNCTION tell_dapr_settings();
