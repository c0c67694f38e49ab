-- A migration planned by pgwright: 17 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE FUNCTION public.update_updated_at_column()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION public.update_updated_at_column() IS 'Sets updated_at to the time of the change.';
CREATE TABLE public.workflow_extraction_snapshots (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    workflow_id character varying(50) NOT NULL,
    layer character varying(20) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflow_extraction_snapshots_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.workflow_extraction_snapshots IS 'What a layer saw, as it saw it.';
CREATE TABLE public.workflow_node_contexts (
    id character varying(100) NOT NULL,
    workflow_id character varying(50) NOT NULL,
    node_name character varying(255),
    node_type character varying(255),
    node_position jsonb,
    sticky_content text,
    match_confidence numeric(4,3),
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflow_node_contexts_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.workflow_node_contexts IS 'Nodes of a workflow with the sticky notes that explain them.';
CREATE TABLE public.workflow_standalone_docs (
    id character varying(100) NOT NULL,
    workflow_id character varying(50) NOT NULL,
    doc_type character varying(100),
    title character varying(500),
    content text,
    confidence_score numeric(4,3),
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflow_standalone_docs_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE public.workflow_standalone_docs IS 'Notes that belong to a workflow as a whole.';
CREATE TABLE public.workflows (
    workflow_id character varying(50) NOT NULL,
    name character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_pkey PRIMARY KEY (workflow_id)
);
COMMENT ON TABLE public.workflows IS 'Workflows, and how far their extraction is.';
COMMENT ON COLUMN public.workflow_extraction_snapshots.layer IS 'L2, L2V2, L3, L3V3, UNIFIED';
COMMENT ON COLUMN public.workflow_node_contexts.match_confidence IS 'how sure it is that the note explains the node';
COMMENT ON COLUMN public.workflow_node_contexts.node_position IS '{"x": …, "y": …}';
COMMENT ON COLUMN public.workflows.workflow_id IS 'the number in its URL';
CREATE TRIGGER update_workflow_node_contexts_updated_at BEFORE UPDATE ON public.workflow_node_contexts
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_workflow_standalone_docs_updated_at BEFORE UPDATE ON public.workflow_standalone_docs
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_workflows_updated_at BEFORE UPDATE ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

COMMIT;
