-- A migration planned by pgwright: 107 statements in 5 groups.
-- It locks, of what is there already:
--   public.workflows: ACCESS EXCLUSIVE
--   public.workflow_extraction_snapshots: ACCESS EXCLUSIVE
--   public.extraction_snapshots_unpartitioned: ACCESS EXCLUSIVE
--   public.workflows_unpartitioned: ACCESS EXCLUSIVE
--   public.workflow_node_contexts: ACCESS EXCLUSIVE; scan
--   public.workflow_standalone_docs: ACCESS EXCLUSIVE; scan
--   public.workflow_registry: SHARE ROW EXCLUSIVE; scan
--   public.workflow_extraction_summary: ACCESS EXCLUSIVE
--   public.idx_extraction_snapshots_payload_gin: SHARE UPDATE EXCLUSIVE
--   public.idx_extraction_snapshots_workflow_layer: SHARE UPDATE EXCLUSIVE
--   public.idx_workflows_created_at: SHARE UPDATE EXCLUSIVE
--   public.idx_workflows_metadata_gin: SHARE UPDATE EXCLUSIVE
--   public.idx_workflows_extraction_status: SHARE UPDATE EXCLUSIVE
-- Outside of a transaction, because PostgreSQL wants it so:
--   DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_payload_gin
--   DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_workflow_layer
--   DROP INDEX CONCURRENTLY public.idx_workflows_created_at
--   DROP INDEX CONCURRENTLY public.idx_workflows_extraction_status
--   DROP INDEX CONCURRENTLY public.idx_workflows_metadata_gin
-- Mind:
--   ALTER TABLE public.workflows RENAME TO workflows_unpartitioned: running applications ask for the old name (renaming-table)
--   ALTER TABLE public.workflow_extraction_snapshots RENAME TO extraction_snapshots_unpartitioned: running applications ask for the old name (renaming-table)

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

ALTER TABLE public.workflows RENAME TO workflows_unpartitioned;
ALTER TABLE public.workflow_extraction_snapshots RENAME TO extraction_snapshots_unpartitioned;
ALTER TABLE public.extraction_snapshots_unpartitioned RENAME CONSTRAINT workflow_extraction_snapshots_pkey TO extraction_snapshots_unpartitioned_pkey;
ALTER TABLE public.workflows_unpartitioned RENAME CONSTRAINT workflows_pkey TO workflows_unpartitioned_pkey;
DROP TRIGGER update_workflows_updated_at ON public.workflows_unpartitioned;
DROP TRIGGER workflows_emptied ON public.workflows_unpartitioned;
DROP TRIGGER workflows_register ON public.workflows_unpartitioned;
DROP TRIGGER workflows_unregister ON public.workflows_unpartitioned;
ALTER TABLE public.extraction_snapshots_unpartitioned DROP CONSTRAINT fk_extraction_snapshots_workflow;
ALTER TABLE public.workflow_node_contexts DROP CONSTRAINT fk_node_contexts_workflow;
ALTER TABLE public.workflow_standalone_docs DROP CONSTRAINT fk_standalone_docs_workflow;
CREATE TABLE public.workflow_extraction_snapshots (
    id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.extraction_snapshots_id_seq) NOT NULL,
    workflow_id character varying(50) NOT NULL,
    layer character varying(20) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflow_extraction_snapshots_pkey PRIMARY KEY (id, layer)
) PARTITION BY LIST (layer);
CREATE TABLE public.extraction_snapshots_l2 (
    id bigint NOT NULL,
    workflow_id character varying(50) NOT NULL,
    layer character varying(20) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT extraction_snapshots_l2_pkey PRIMARY KEY (id, layer)
);
CREATE TABLE public.extraction_snapshots_l3 (
    id bigint NOT NULL,
    workflow_id character varying(50) NOT NULL,
    layer character varying(20) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT extraction_snapshots_l3_pkey PRIMARY KEY (id, layer)
);
CREATE TABLE public.extraction_snapshots_other (
    id bigint NOT NULL,
    workflow_id character varying(50) NOT NULL,
    layer character varying(20) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT extraction_snapshots_other_pkey PRIMARY KEY (id, layer)
);
COMMENT ON TABLE public.extraction_snapshots_other IS 'Layers that nobody has thought of.';
COMMENT ON TABLE public.workflow_extraction_snapshots IS 'What a layer saw, as it saw it.';
CREATE TABLE public.workflows (
    workflow_id character varying(50) NOT NULL,
    title character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_pkey PRIMARY KEY (workflow_id, created_at)
) PARTITION BY RANGE (created_at);
COMMENT ON TABLE public.workflows IS 'Workflows, and how far their extraction is.';
CREATE TABLE public.workflows_2024 (
    workflow_id character varying(50) NOT NULL,
    title character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_2024_pkey PRIMARY KEY (workflow_id, created_at)
);
CREATE TABLE public.workflows_2025 (
    workflow_id character varying(50) NOT NULL,
    title character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_2025_pkey PRIMARY KEY (workflow_id, created_at)
);
CREATE TABLE public.workflows_2026 (
    workflow_id character varying(50) NOT NULL,
    title character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_2026_pkey PRIMARY KEY (workflow_id, created_at)
);
CREATE TABLE public.workflows_other (
    workflow_id character varying(50) NOT NULL,
    title character varying(500),
    url text NOT NULL,
    description text,
    layer2_scraped boolean DEFAULT false NOT NULL,
    layer3_scraped boolean DEFAULT false NOT NULL,
    unified_extraction_success boolean DEFAULT false NOT NULL,
    unified_extraction_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT workflows_other_pkey PRIMARY KEY (workflow_id, created_at)
);
COMMENT ON TABLE public.workflows_other IS 'What is older, or newer than anybody has thought of.';
COMMENT ON COLUMN public.workflow_extraction_snapshots.layer IS 'L2, L2V2, L3, L3V3, UNIFIED';
COMMENT ON COLUMN public.workflows.workflow_id IS 'the number in its URL';
ALTER TABLE public.workflow_extraction_snapshots ADD CONSTRAINT fk_extraction_snapshots_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflow_registry (workflow_id) ON DELETE CASCADE;
ALTER TABLE public.workflow_node_contexts ADD CONSTRAINT fk_node_contexts_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflow_registry (workflow_id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.workflow_standalone_docs ADD CONSTRAINT fk_standalone_docs_workflow FOREIGN KEY (workflow_id) REFERENCES public.workflow_registry (workflow_id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.workflows ADD CONSTRAINT workflows_workflow_id_created_at_fkey FOREIGN KEY (workflow_id, created_at) REFERENCES public.workflow_registry (workflow_id, created_at) ON DELETE CASCADE;
CREATE OR REPLACE VIEW public.workflow_extraction_summary AS
 SELECT w.workflow_id,
    w.title,
    w.url,
    w.unified_extraction_success,
    w.layer2_scraped,
    w.layer3_scraped,
    w.unified_extraction_at,
    ( SELECT count(*) AS count
           FROM public.workflow_node_contexts nc
          WHERE ((nc.workflow_id)::text = (w.workflow_id)::text)) AS node_context_count,
    ( SELECT count(*) AS count
           FROM public.workflow_standalone_docs sd
          WHERE ((sd.workflow_id)::text = (w.workflow_id)::text)) AS standalone_doc_count,
    ( SELECT count(*) AS count
           FROM public.workflow_extraction_snapshots es
          WHERE ((es.workflow_id)::text = (w.workflow_id)::text)) AS snapshot_count
   FROM public.workflows w;
CREATE TRIGGER update_workflows_updated_at BEFORE UPDATE ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER workflows_emptied AFTER TRUNCATE ON public.workflows
    FOR EACH STATEMENT EXECUTE FUNCTION public.unregister_workflow();
CREATE TRIGGER workflows_register BEFORE INSERT ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.register_workflow();
CREATE TRIGGER workflows_unregister AFTER DELETE ON public.workflows
    FOR EACH ROW EXECUTE FUNCTION public.unregister_workflow();

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_node_contexts VALIDATE CONSTRAINT fk_node_contexts_workflow;

COMMIT;

BEGIN;
SET LOCAL lock_timeout = 2000;

ALTER TABLE public.workflow_standalone_docs VALIDATE CONSTRAINT fk_standalone_docs_workflow;

COMMIT;

SET lock_timeout = 0;

DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_payload_gin;
DROP INDEX CONCURRENTLY public.idx_extraction_snapshots_workflow_layer;
DROP INDEX CONCURRENTLY public.idx_workflows_created_at;
DROP INDEX CONCURRENTLY public.idx_workflows_extraction_status;
DROP INDEX CONCURRENTLY public.idx_workflows_metadata_gin;

BEGIN;
SET LOCAL lock_timeout = 2000;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

COMMENT ON TABLE public.extraction_snapshots_unpartitioned IS 'workflow_extraction_snapshots before it was partitioned.';
COMMENT ON TABLE public.workflows_unpartitioned IS 'workflows before it was partitioned.';
CREATE INDEX idx_extraction_snapshots_payload_gin ON ONLY public.workflow_extraction_snapshots USING gin (payload);
CREATE INDEX extraction_snapshots_l2_payload_idx ON public.extraction_snapshots_l2 USING gin (payload);
CREATE INDEX extraction_snapshots_l3_payload_idx ON public.extraction_snapshots_l3 USING gin (payload);
CREATE INDEX extraction_snapshots_other_payload_idx ON public.extraction_snapshots_other USING gin (payload);
CREATE INDEX idx_extraction_snapshots_workflow_layer ON ONLY public.workflow_extraction_snapshots (workflow_id, layer);
CREATE INDEX extraction_snapshots_l2_workflow_id_layer_idx ON public.extraction_snapshots_l2 (workflow_id, layer);
CREATE INDEX extraction_snapshots_l3_workflow_id_layer_idx ON public.extraction_snapshots_l3 (workflow_id, layer);
CREATE INDEX extraction_snapshots_other_workflow_id_layer_idx ON public.extraction_snapshots_other (workflow_id, layer);
CREATE INDEX idx_workflows_created_at ON ONLY public.workflows (created_at);
CREATE INDEX idx_workflows_extraction_status ON ONLY public.workflows (unified_extraction_success, layer2_scraped, layer3_scraped);
CREATE INDEX idx_workflows_metadata_gin ON ONLY public.workflows USING gin (metadata);
CREATE INDEX workflows_2024_created_at_idx ON public.workflows_2024 (created_at);
CREATE INDEX workflows_2024_metadata_idx ON public.workflows_2024 USING gin (metadata);
CREATE INDEX workflows_2024_unified_extraction_success_layer2_scraped_la_idx ON public.workflows_2024 (unified_extraction_success, layer2_scraped, layer3_scraped);
CREATE INDEX workflows_2025_created_at_idx ON public.workflows_2025 (created_at);
CREATE INDEX workflows_2025_metadata_idx ON public.workflows_2025 USING gin (metadata);
CREATE INDEX workflows_2025_unified_extraction_success_layer2_scraped_la_idx ON public.workflows_2025 (unified_extraction_success, layer2_scraped, layer3_scraped);
CREATE INDEX workflows_2026_created_at_idx ON public.workflows_2026 (created_at);
CREATE INDEX workflows_2026_metadata_idx ON public.workflows_2026 USING gin (metadata);
CREATE INDEX workflows_2026_unified_extraction_success_layer2_scraped_la_idx ON public.workflows_2026 (unified_extraction_success, layer2_scraped, layer3_scraped);
CREATE INDEX workflows_other_created_at_idx ON public.workflows_other (created_at);
CREATE INDEX workflows_other_metadata_idx ON public.workflows_other USING gin (metadata);
CREATE INDEX workflows_other_unified_extraction_success_layer2_scraped_l_idx ON public.workflows_other (unified_extraction_success, layer2_scraped, layer3_scraped);
ALTER TABLE ONLY public.workflow_extraction_snapshots ATTACH PARTITION public.extraction_snapshots_l2 FOR VALUES IN ('L2', 'L2V2');
ALTER TABLE ONLY public.workflow_extraction_snapshots ATTACH PARTITION public.extraction_snapshots_l3 FOR VALUES IN ('L3', 'L3V3', 'UNIFIED');
ALTER TABLE ONLY public.workflow_extraction_snapshots ATTACH PARTITION public.extraction_snapshots_other DEFAULT;
ALTER TABLE ONLY public.workflows ATTACH PARTITION public.workflows_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
ALTER TABLE ONLY public.workflows ATTACH PARTITION public.workflows_2025 FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');
ALTER TABLE ONLY public.workflows ATTACH PARTITION public.workflows_2026 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
ALTER TABLE ONLY public.workflows ATTACH PARTITION public.workflows_other DEFAULT;
ALTER INDEX public.workflow_extraction_snapshots_pkey ATTACH PARTITION public.extraction_snapshots_l2_pkey;
ALTER INDEX public.workflow_extraction_snapshots_pkey ATTACH PARTITION public.extraction_snapshots_l3_pkey;
ALTER INDEX public.workflow_extraction_snapshots_pkey ATTACH PARTITION public.extraction_snapshots_other_pkey;
ALTER INDEX public.workflows_pkey ATTACH PARTITION public.workflows_2024_pkey;
ALTER INDEX public.workflows_pkey ATTACH PARTITION public.workflows_2025_pkey;
ALTER INDEX public.workflows_pkey ATTACH PARTITION public.workflows_2026_pkey;
ALTER INDEX public.workflows_pkey ATTACH PARTITION public.workflows_other_pkey;
ALTER INDEX public.idx_extraction_snapshots_payload_gin ATTACH PARTITION public.extraction_snapshots_l2_payload_idx;
ALTER INDEX public.idx_extraction_snapshots_workflow_layer ATTACH PARTITION public.extraction_snapshots_l2_workflow_id_layer_idx;
ALTER INDEX public.idx_extraction_snapshots_payload_gin ATTACH PARTITION public.extraction_snapshots_l3_payload_idx;
ALTER INDEX public.idx_extraction_snapshots_workflow_layer ATTACH PARTITION public.extraction_snapshots_l3_workflow_id_layer_idx;
ALTER INDEX public.idx_extraction_snapshots_payload_gin ATTACH PARTITION public.extraction_snapshots_other_payload_idx;
ALTER INDEX public.idx_extraction_snapshots_workflow_layer ATTACH PARTITION public.extraction_snapshots_other_workflow_id_layer_idx;
ALTER INDEX public.idx_workflows_created_at ATTACH PARTITION public.workflows_2024_created_at_idx;
ALTER INDEX public.idx_workflows_metadata_gin ATTACH PARTITION public.workflows_2024_metadata_idx;
ALTER INDEX public.idx_workflows_extraction_status ATTACH PARTITION public.workflows_2024_unified_extraction_success_layer2_scraped_la_idx;
ALTER INDEX public.idx_workflows_created_at ATTACH PARTITION public.workflows_2025_created_at_idx;
ALTER INDEX public.idx_workflows_metadata_gin ATTACH PARTITION public.workflows_2025_metadata_idx;
ALTER INDEX public.idx_workflows_extraction_status ATTACH PARTITION public.workflows_2025_unified_extraction_success_layer2_scraped_la_idx;
ALTER INDEX public.idx_workflows_created_at ATTACH PARTITION public.workflows_2026_created_at_idx;
ALTER INDEX public.idx_workflows_metadata_gin ATTACH PARTITION public.workflows_2026_metadata_idx;
ALTER INDEX public.idx_workflows_extraction_status ATTACH PARTITION public.workflows_2026_unified_extraction_success_layer2_scraped_la_idx;
ALTER INDEX public.idx_workflows_created_at ATTACH PARTITION public.workflows_other_created_at_idx;
ALTER INDEX public.idx_workflows_metadata_gin ATTACH PARTITION public.workflows_other_metadata_idx;
ALTER INDEX public.idx_workflows_extraction_status ATTACH PARTITION public.workflows_other_unified_extraction_success_layer2_scraped_l_idx;
SET LOCAL search_path = public;
INSERT INTO workflows (workflow_id, title, url, description, layer2_scraped, layer3_scraped,
    unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at)
SELECT workflow_id, title, url, description, layer2_scraped, layer3_scraped,
    unified_extraction_success, unified_extraction_at, metadata, created_at, updated_at
FROM workflows_unpartitioned;
SET LOCAL search_path = pg_catalog;
SET LOCAL search_path = public;
INSERT INTO workflow_extraction_snapshots (id, workflow_id, layer, payload, created_at) OVERRIDING SYSTEM VALUE
SELECT id, workflow_id, layer, payload, created_at FROM extraction_snapshots_unpartitioned;
SELECT setval('extraction_snapshots_id_seq', last_value, is_called)
FROM workflow_extraction_snapshots_id_seq;
SET LOCAL search_path = pg_catalog;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT (SELECT count(*) FROM workflows) = (SELECT count(*) FROM workflows_unpartitioned)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "no_workflow_is_lost" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;
DO $step$
BEGIN
    SET LOCAL search_path = public;
    IF (SELECT (SELECT count(*) FROM workflow_extraction_snapshots) = (SELECT count(*) FROM extraction_snapshots_unpartitioned)
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'check "no_snapshot_is_lost" after the migration is not true';
    END IF;
    SET LOCAL search_path = pg_catalog;
END
$step$;

COMMIT;
