-- SPDX-License-Identifier: PostgreSQL
-- complain if the script is sourced in psql rather than run by ALTER EXTENSION
\echo Use "ALTER EXTENSION sketch UPDATE TO '1.1.0'" to load this file. \quit
