-- SPDX-License-Identifier: PostgreSQL
-- complain if the script is sourced in psql rather than run by ALTER EXTENSION
\echo Use "ALTER EXTENSION sketch UPDATE TO '1.1.0'" to load this file. \quit

-- Planning: PostgreSQL asks the support functions of transition functions when it plans, and so loads the
-- library in time for the batch executor to take the first query of a session ---------------------------

CREATE FUNCTION sketch_planner_support(internal) RETURNS internal
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_planner_support(internal) IS 'planner support function of transition functions: loads the batch executor';
ALTER FUNCTION sketch_countmin_merge_transition(sketch_countmin,sketch_countmin) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,"char") SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,"char",double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,"char",double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,anyelement) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,anyelement,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,anyelement,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,bigint,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,bigint,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,boolean) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,boolean,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,boolean,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,bytea) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,bytea,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,bytea,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,date) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,date,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,date,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,double precision,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,inet) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,inet,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,inet,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,integer,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,integer,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,interval) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,interval,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,interval,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,jsonb) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,jsonb,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,jsonb,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,numeric,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,numeric,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,oid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,oid,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,oid,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,real,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,real,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,smallint,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,smallint,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,text) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,text,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,text,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,time without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,time without time zone,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,time without time zone,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,timestamp with time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,timestamp with time zone,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,timestamp with time zone,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,timestamp without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,timestamp without time zone,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,timestamp without time zone,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,uuid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,uuid,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_countmin_transition(sketch_countmin,uuid,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_merge_transition(sketch_dd,sketch_dd) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,bigint,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,bigint,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,double precision,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,integer,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,numeric,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,numeric,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,real,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,real,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,smallint,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_dd_transition(sketch_dd,smallint,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_merge_transition(sketch_hll,sketch_hll) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,"char") SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,"char",integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,anyelement) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,anyelement,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,bigint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,boolean) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,boolean,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,bytea) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,bytea,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,date) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,date,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,inet) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,inet,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,integer,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,interval) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,interval,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,jsonb) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,jsonb,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,numeric,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,oid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,oid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,real,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,smallint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,text) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,text,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,time without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,time without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,timestamp with time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,timestamp with time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,timestamp without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,timestamp without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,uuid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_hll_transition(sketch_hll,uuid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_merge_transition(sketch_kll,sketch_kll) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,bigint,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,bigint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,date) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,date,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,date,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,double precision,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,integer,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,interval) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,interval,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,interval,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,numeric,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,numeric,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,real,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,real,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,smallint,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,smallint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,timestamp with time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,timestamp with time zone,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_kll_transition(sketch_kll,timestamp with time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,bigint,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,bigint,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,date,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,date,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,double precision,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,double precision,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,integer,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,integer,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,interval,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,interval,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,numeric,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,numeric,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,real,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,real,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,smallint,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,smallint,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,timestamp with time zone,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_percentile_transition(bytea,timestamp with time zone,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_merge_transition(sketch_tdigest,sketch_tdigest) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,bigint,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,bigint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,double precision,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,integer,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,numeric,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,numeric,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,real,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,real,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,smallint,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tdigest_transition(sketch_tdigest,smallint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_merge_transition(sketch_theta,sketch_theta) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,"char") SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,"char",integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,anyelement) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,anyelement,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,bigint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,boolean) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,boolean,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,bytea) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,bytea,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,date) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,date,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,inet) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,inet,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,integer,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,interval) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,interval,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,jsonb) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,jsonb,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,numeric,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,oid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,oid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,real,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,smallint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,text) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,text,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,time without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,time without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,timestamp with time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,timestamp with time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,timestamp without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,timestamp without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,uuid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_theta_transition(sketch_theta,uuid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_merge_transition(sketch_topk,sketch_topk) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,"char") SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,"char",integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,"char",integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,anyelement) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,anyelement,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,anyelement,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,bigint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,bigint,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,boolean) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,boolean,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,boolean,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,bytea) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,bytea,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,bytea,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,date) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,date,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,date,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,double precision,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,inet) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,inet,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,inet,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,integer,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,integer,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,interval) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,interval,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,interval,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,jsonb) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,jsonb,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,jsonb,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,numeric) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,numeric,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,numeric,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,oid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,oid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,oid,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,real) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,real,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,real,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,smallint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,smallint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,smallint,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,text) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,text,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,text,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,time without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,time without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,time without time zone,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,timestamp with time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,timestamp with time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,timestamp with time zone,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,timestamp without time zone) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,timestamp without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,timestamp without time zone,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,uuid) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,uuid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition(sketch_topk,uuid,integer,bigint) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,"char",integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,anyelement,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,bigint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,boolean,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,bytea,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,date,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,inet,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,integer,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,interval,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,jsonb,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,numeric,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,oid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,real,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,smallint,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,text,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,time without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,timestamp with time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,timestamp without time zone,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_topk_transition_k(sketch_topk,uuid,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_merge_transition(sketch_tuple,sketch_tuple) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_transition(sketch_tuple,anyelement,double precision) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_transition(sketch_tuple,anyelement,double precision,integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_transition(sketch_tuple,anyelement,double precision,integer,text) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_transition(sketch_tuple,anyelement,double precision[]) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_transition(sketch_tuple,anyelement,double precision[],integer) SUPPORT sketch_planner_support;
ALTER FUNCTION sketch_tuple_transition(sketch_tuple,anyelement,double precision[],integer,text) SUPPORT sketch_planner_support;

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, boolean, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_bool' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, boolean, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_bool' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, boolean, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_bool' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, boolean, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, boolean, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, boolean, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value boolean, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value boolean, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value boolean, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(boolean, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(boolean, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(boolean, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, smallint, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, smallint, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, smallint, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, smallint, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, smallint, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, smallint, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value smallint, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value smallint, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value smallint, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(smallint, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(smallint, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(smallint, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, integer, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, integer, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, integer, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, integer, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, integer, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, integer, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value integer, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value integer, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value integer, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(integer, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(integer, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(integer, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, bigint, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, bigint, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, bigint, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, bigint, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, bigint, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, bigint, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value bigint, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value bigint, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value bigint, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(bigint, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(bigint, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(bigint, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, real, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_float4' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, real, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_float4' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, real, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_float4' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, real, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, real, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, real, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value real, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value real, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value real, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(real, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(real, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(real, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, double precision, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, double precision, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, double precision, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, double precision, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, double precision, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, double precision, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value double precision, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value double precision, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value double precision, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(double precision, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(double precision, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(double precision, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, numeric, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, numeric, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, numeric, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, numeric, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, numeric, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, numeric, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value numeric, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value numeric, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value numeric, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(numeric, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(numeric, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(numeric, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, text, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_text' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, text, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_text' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, text, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_text' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, text, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, text, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, text, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value text, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value text, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value text, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(text, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(text, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(text, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, bytea, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_bytea' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, bytea, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_bytea' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, bytea, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_bytea' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, bytea, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, bytea, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, bytea, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value bytea, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value bytea, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value bytea, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(bytea, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(bytea, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(bytea, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, uuid, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, uuid, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, uuid, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, uuid, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, uuid, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, uuid, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value uuid, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value uuid, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value uuid, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(uuid, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(uuid, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(uuid, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, date, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_date' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, date, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_date' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, date, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_date' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, date, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, date, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, date, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value date, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value date, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value date, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(date, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(date, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(date, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, time, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_time' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, time, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_time' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, time, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_time' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, time, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, time, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, time, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value time, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value time, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value time, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(time, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(time, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(time, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, timestamp, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, timestamp, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, timestamp, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, timestamp, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, timestamp, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, timestamp, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value timestamp, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value timestamp, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value timestamp, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(timestamp, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(timestamp, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(timestamp, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, timestamptz, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_timestamptz' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, timestamptz, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_timestamptz' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, timestamptz, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_timestamptz' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, timestamptz, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, timestamptz, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, timestamptz, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value timestamptz, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value timestamptz, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value timestamptz, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(timestamptz, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(timestamptz, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(timestamptz, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, interval, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, interval, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, interval, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, interval, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, interval, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, interval, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value interval, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value interval, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value interval, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(interval, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(interval, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(interval, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, inet, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_inet' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, inet, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_inet' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, inet, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_inet' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, inet, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, inet, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, inet, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value inet, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value inet, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value inet, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(inet, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(inet, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(inet, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, jsonb, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_jsonb' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, jsonb, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_jsonb' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, jsonb, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_jsonb' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, jsonb, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, jsonb, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, jsonb, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value jsonb, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value jsonb, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value jsonb, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(jsonb, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(jsonb, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(jsonb, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, oid, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_oid' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, oid, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_oid' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, oid, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_oid' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, oid, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, oid, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, oid, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value oid, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value oid, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value oid, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(oid, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(oid, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(oid, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, "char", double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_char' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, "char", integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_char' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, "char", integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_char' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, "char", double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, "char", integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, "char", integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value "char", error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value "char", width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value "char", width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg("char", double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg("char", integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg("char", integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_transition(sketch_countmin, anyelement, double precision, double precision, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_any' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, anyelement, integer, integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_any' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_countmin_transition(sketch_countmin, anyelement, integer, integer, bigint) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_transition_shape_any' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, anyelement, double precision, double precision, bigint) IS 'transition function: adds a value with a weight, with an error and a confidence';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, anyelement, integer, integer) IS 'transition function: adds a value, with a width and a depth';
COMMENT ON FUNCTION sketch_countmin_transition(sketch_countmin, anyelement, integer, integer, bigint) IS 'transition function: adds a value with a weight, with a width and a depth';

CREATE AGGREGATE sketch_countmin_agg(value anyelement, error double precision, confidence double precision, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value anyelement, width integer, depth integer) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
CREATE AGGREGATE sketch_countmin_agg(value anyelement, width integer, depth integer, weight bigint) (
  STYPE = sketch_countmin, SSPACE = 1024, PARALLEL = SAFE,
  SFUNC = sketch_countmin_transition, COMBINEFUNC = sketch_countmin_merge_transition, FINALFUNC = sketch_countmin_final
);
COMMENT ON AGGREGATE sketch_countmin_agg(anyelement, double precision, double precision, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, at most this part of the total weight too high with this confidence (Cormode, Muthukrishnan 2005)';
COMMENT ON AGGREGATE sketch_countmin_agg(anyelement, integer, integer) IS
  'a sketch of how often each value occurs, in depth rows of width cells: at most e / width of all rows too high with a confidence of 1 - exp(-depth)';
COMMENT ON AGGREGATE sketch_countmin_agg(anyelement, integer, integer, bigint) IS
  'a sketch of how much each value weighs, 0 or more a row, in depth rows of width cells';

CREATE FUNCTION sketch_countmin_empty(width integer, depth integer) RETURNS sketch_countmin
  AS 'MODULE_PATHNAME', 'sketch_countmin_empty_shape' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sketch_countmin_empty(integer, integer) IS 'the sketch of no value, with a width and a depth';

CREATE FUNCTION sketch_kll_transition(sketch_kll, timestamp) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_kll_transition(sketch_kll, timestamp, integer) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_kll_transition(sketch_kll, timestamp, bigint) RETURNS sketch_kll
  AS 'MODULE_PATHNAME', 'sketch_kll_weighted_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, timestamp) IS 'transition function: adds a value';
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, timestamp, integer) IS 'transition function: adds a value to a sketch of some k';
COMMENT ON FUNCTION sketch_kll_transition(sketch_kll, timestamp, bigint) IS 'transition function: adds a value with a weight';

CREATE AGGREGATE sketch_kll_agg(value timestamp) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE AGGREGATE sketch_kll_agg(value timestamp, k integer) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE AGGREGATE sketch_kll_agg(value timestamp, weight bigint) (
  STYPE = sketch_kll, SSPACE = 8000, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_kll_final
);
CREATE FUNCTION sketch_rank(sketch sketch_kll, value timestamp) RETURNS double precision
  AS 'MODULE_PATHNAME', 'sketch_kll_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_rank(sketch sketch_kll, "values" timestamp[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_rank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_cdf(sketch sketch_kll, splits timestamp[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_cdf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION sketch_pmf(sketch sketch_kll, splits timestamp[]) RETURNS double precision[]
  AS 'MODULE_PATHNAME', 'sketch_kll_pmf' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION sketch_rank(sketch_kll, timestamp) IS
  'the fraction of the values that are at most this one, as cume_dist gives it, within the error of the sketch';
COMMENT ON FUNCTION sketch_rank(sketch_kll, timestamp[]) IS 'the ranks of an array of values';
COMMENT ON FUNCTION sketch_cdf(sketch_kll, timestamp[]) IS 'the ranks of ascending splits, and 1';
COMMENT ON FUNCTION sketch_pmf(sketch_kll, timestamp[]) IS
  'the fractions of the values up to the first of ascending splits, between them, and after the last';
COMMENT ON AGGREGATE sketch_kll_agg(timestamp) IS
  'a sketch of the distribution of the values, k = 200: all of up to 600 values are kept, beyond that 99 % of the errors of a rank are below 0.62 % (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(timestamp, integer) IS
  'a sketch of the distribution of the values, k of 8 to 4096: 99 % of the errors of a rank are below 0.95 / k^0.95 (KLL, FOCS 2016)';
COMMENT ON AGGREGATE sketch_kll_agg(timestamp, bigint) IS
  'a sketch of the distribution of values that count as often as their weights say, k = 200';

CREATE FUNCTION sketch_percentile_transition(bytea, timestamp, double precision) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_percentile_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_percentile_transition(bytea, timestamp, double precision[]) RETURNS bytea
  AS 'MODULE_PATHNAME', 'sketch_percentiles_transition_timestamp' LANGUAGE C IMMUTABLE PARALLEL SAFE SUPPORT sketch_planner_support;
CREATE FUNCTION sketch_percentile_final_timestamp(bytea) RETURNS timestamp
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_percentiles_final_timestamp(bytea) RETURNS timestamp[]
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION sketch_median_final_timestamp(sketch_kll) RETURNS timestamp
  AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_percentile_transition(bytea, timestamp, double precision) IS 'transition function of approx_percentile';
COMMENT ON FUNCTION sketch_percentile_transition(bytea, timestamp, double precision[]) IS 'transition function of approx_percentile';
COMMENT ON FUNCTION sketch_percentile_final_timestamp(bytea) IS 'final function of approx_percentile';
COMMENT ON FUNCTION sketch_percentiles_final_timestamp(bytea) IS 'final function of approx_percentile';
COMMENT ON FUNCTION sketch_median_final_timestamp(sketch_kll) IS 'final function of approx_median';

CREATE AGGREGATE approx_percentile(value timestamp, q double precision) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_percentile_transition, COMBINEFUNC = sketch_percentile_combine, FINALFUNC = sketch_percentile_final_timestamp
);
CREATE AGGREGATE approx_percentile(value timestamp, q double precision[]) (
  STYPE = bytea, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_percentile_transition, COMBINEFUNC = sketch_percentile_combine, FINALFUNC = sketch_percentiles_final_timestamp
);
CREATE AGGREGATE approx_median(value timestamp) (
  STYPE = sketch_kll, SSPACE = 512, PARALLEL = SAFE,
  SFUNC = sketch_kll_transition, COMBINEFUNC = sketch_kll_merge_transition, FINALFUNC = sketch_median_final_timestamp
);
COMMENT ON AGGREGATE approx_percentile(timestamp, double precision) IS
  'approximate percentile_disc(q): exact up to 600 values, beyond that the rank is off by less than 0.62 % in 99 % of cases (KLL, k = 200)';
COMMENT ON AGGREGATE approx_percentile(timestamp, double precision[]) IS
  'approximate percentile_disc of several fractions out of one sketch (KLL, k = 200)';
COMMENT ON AGGREGATE approx_median(timestamp) IS
  'approximate percentile_disc(0.5): exact up to 600 values, beyond that the rank is off by less than 0.62 % in 99 % of cases (KLL, k = 200)';
