-- SPDX-License-Identifier: PostgreSQL
--
-- Drops what scaling.sql made.
\set QUIET on
SELECT format('DROP TABLE %I', relname) FROM pg_class WHERE relname ~ '^(rows|groups|stored)_\d|^many$' AND relkind = 'r' \gexec
