-- SPDX-License-Identifier: PostgreSQL
-- complain if the script is sourced in psql rather than run by CREATE EXTENSION
\echo Use "CREATE EXTENSION sketch" to load this file. \quit

CREATE FUNCTION sketch_version() RETURNS text
  AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sketch_version() IS
  'version of the library, which may be newer than that of the extension in a database (pg_extension)';
