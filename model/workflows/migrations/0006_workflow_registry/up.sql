-- A migration planned by pgwright: 12 statements in 1 group.
-- It locks, of what is there already:
--   public.workflows: SHARE ROW EXCLUSIVE

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE FUNCTION public.register_workflow()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.workflow_registry (workflow_id, created_at)
    VALUES (NEW.workflow_id, NEW.created_at)
    ON CONFLICT (workflow_id) DO NOTHING;
    -- Registered already, at the same time: let ON CONFLICT of the statement decide.
    IF NOT FOUND AND NOT EXISTS (SELECT FROM public.workflow_registry r
                                 WHERE (r.workflow_id, r.created_at) = (NEW.workflow_id, NEW.created_at)) THEN
        RAISE unique_violation USING
            MESSAGE = format('workflow %s is there already, created at another time', NEW.workflow_id),
            SCHEMA = 'public', TABLE = 'workflow_registry', CONSTRAINT = 'workflow_registry_pkey';
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION public.register_workflow() IS 'Enters a new workflow into workflow_registry; one of another time under the same number is refused.';
CREATE FUNCTION public.unregister_workflow()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM public.workflow_registry;
    ELSE
        DELETE FROM public.workflow_registry WHERE workflow_id = OLD.workflow_id;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION public.unregister_workflow() IS 'Takes deleted workflows out of workflow_registry, and with them what belongs to them.';
CREATE TABLE public.workflow_registry (
    workflow_id character varying(50) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT workflow_registry_pkey PRIMARY KEY (workflow_id),
    CONSTRAINT workflow_registry_created_key UNIQUE (workflow_id, created_at)
);
COMMENT ON TABLE public.workflow_registry IS 'Every workflow once, whichever partition it is in.';
CREATE TRIGGER workflows_emptied AFTER TRUNCATE ON public.workflows
    FOR EACH STATEMENT EXECUTE FUNCTION public.unregister_workflow();
CREATE TRIGGER workflows_register BEFORE INSERT ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.register_workflow();
CREATE TRIGGER workflows_unregister AFTER DELETE ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.unregister_workflow();
SET LOCAL search_path = public;
INSERT INTO workflow_registry (workflow_id, created_at) SELECT workflow_id, created_at FROM workflows;
SET LOCAL search_path = pg_catalog;

COMMIT;
