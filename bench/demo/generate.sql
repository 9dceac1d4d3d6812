-- SPDX-License-Identifier: PostgreSQL
--
-- A pgbench transaction that makes up 100 packages with about seven relations each. As in a real
-- archive, a few packages are named by very many others and most by hardly any (Zipf's law).
\set first random(1, 10000000)
INSERT INTO package
SELECT chr(97 + i % 26) || '-package-' || :first + i, '1.' || i, 'maintainer ' || (:first + i * i) % 3000,
       'section ' || (i * i) % 50, 'all', 10 + i * i, 5000 + i * 977
FROM generate_series(1, 100) i;
INSERT INTO relation
SELECT chr(97 + i % 26) || '-package-' || :first + i, 'section ' || (i * i) % 50,
       (ARRAY['depends', 'recommends', 'suggests'])[1 + k % 3],
       'library-' || floor(60000 * random() ^ 3)
FROM generate_series(1, 100) i, generate_series(1, 7) k;
