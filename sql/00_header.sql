-- SPDX-License-Identifier: PostgreSQL
-- complain if the script is sourced in psql rather than run by CREATE EXTENSION
\echo Use "CREATE EXTENSION sketch" to load this file. \quit
