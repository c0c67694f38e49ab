-- A migration planned by pgwright: 21 statements in 1 group.

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

CREATE FUNCTION public.archive_old_workflows(age interval DEFAULT '1 year'::interval, at_most integer DEFAULT 10000)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    old_ones varchar[];
    archived bigint;
BEGIN
    SELECT array_agg(o.workflow_id) INTO old_ones
    FROM (SELECT r.workflow_id
          FROM public.workflow_registry r
          JOIN public.workflows w ON (w.workflow_id, w.created_at) = (r.workflow_id, r.created_at)
          WHERE w.created_at < CURRENT_TIMESTAMP - age AND w.unified_extraction_success
          ORDER BY r.workflow_id
          LIMIT at_most
          FOR UPDATE OF r) o;

    INSERT INTO public.node_contexts_archive
        (node_id, workflow_id, node_name, node_type, node_position, sticky_content, match_confidence,
         created_at, updated_at)
    SELECT node_id, workflow_id, node_name, node_type, node_position, sticky_content, match_confidence,
           created_at, updated_at
    FROM public.workflow_node_contexts WHERE workflow_id = ANY (old_ones);

    INSERT INTO public.standalone_docs_archive
        (doc_id, workflow_id, doc_type, title, content, confidence_score, created_at, updated_at)
    SELECT doc_id, workflow_id, doc_type, title, content, confidence_score, created_at, updated_at
    FROM public.workflow_standalone_docs WHERE workflow_id = ANY (old_ones);

    INSERT INTO public.extraction_snapshots_archive (id, workflow_id, layer, payload, created_at)
    SELECT id, workflow_id, layer, payload, created_at
    FROM public.workflow_extraction_snapshots WHERE workflow_id = ANY (old_ones);

    -- What belongs to them goes with them, by workflow_registry.
    WITH gone AS (
        DELETE FROM public.workflows WHERE workflow_id = ANY (old_ones)
        RETURNING workflow_id, title, url, description, layer2_scraped, layer3_scraped,
                  unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at)
    INSERT INTO public.workflows_archive
        (workflow_id, title, url, description, layer2_scraped, layer3_scraped,
         unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at)
    SELECT * FROM gone;
    GET DIAGNOSTICS archived = ROW_COUNT;
    RETURN archived;
END;
$$;
COMMENT ON FUNCTION public.archive_old_workflows(interval, integer) IS 'Moves extracted workflows that are older, with all that belongs to them, to the archives; returns how many.';
CREATE TABLE public.extraction_snapshots_archive (
    id bigint NOT NULL,
    workflow_id character varying(50) NOT NULL,
    layer character varying(20) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    archived_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT extraction_snapshots_archive_pkey PRIMARY KEY (id, layer)
);
COMMENT ON TABLE public.extraction_snapshots_archive IS 'Snapshots of archived workflows, and snapshots that are old.';
CREATE TABLE public.node_contexts_archive (
    node_id character varying(100) NOT NULL,
    workflow_id character varying(50) NOT NULL,
    node_name character varying(255),
    node_type character varying(255),
    node_position jsonb,
    sticky_content text,
    match_confidence numeric(4,3),
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT node_contexts_archive_pkey PRIMARY KEY (node_id)
);
COMMENT ON TABLE public.node_contexts_archive IS 'Nodes of archived workflows.';
CREATE TABLE public.standalone_docs_archive (
    doc_id character varying(100) NOT NULL,
    workflow_id character varying(50) NOT NULL,
    doc_type character varying(100),
    title character varying(500),
    content text,
    confidence_score numeric(4,3),
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT standalone_docs_archive_pkey PRIMARY KEY (doc_id)
);
COMMENT ON TABLE public.standalone_docs_archive IS 'Notes of archived workflows.';
CREATE TABLE public.workflows_archive (
    workflow_id character varying(50) NOT NULL,
    title character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_archive_pkey PRIMARY KEY (workflow_id, created_at)
);
COMMENT ON TABLE public.workflows_archive IS 'Workflows that were extracted long ago.';
COMMENT ON COLUMN public.extraction_snapshots_archive.layer IS 'L2, L2V2, L3, L3V3, UNIFIED';
COMMENT ON COLUMN public.node_contexts_archive.match_confidence IS 'how sure it is that the note explains the node';
COMMENT ON COLUMN public.node_contexts_archive.node_position IS '{"x": …, "y": …}';
COMMENT ON COLUMN public.workflows_archive.workflow_id IS 'the number in its URL';
CREATE INDEX idx_extraction_snapshots_archive_workflow_layer ON public.extraction_snapshots_archive (workflow_id, layer);
CREATE INDEX idx_node_contexts_archive_workflow_id ON public.node_contexts_archive (workflow_id);
CREATE INDEX idx_standalone_docs_archive_workflow_id ON public.standalone_docs_archive (workflow_id);
CREATE INDEX idx_workflows_archive_created_at ON public.workflows_archive (created_at);
SET LOCAL search_path = public;
SELECT 'nothing is archived yet';
SET LOCAL search_path = pg_catalog;

COMMIT;
