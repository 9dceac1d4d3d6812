-- SPDX-License-Identifier: PostgreSQL
-- Golden images: of each type, of several forms, parameters and sizes, as the first version that had them wrote them. Every later
-- version reads them, gives them back byte for byte, and answers the same. Images of a new form are added; no line
-- is ever changed.

CREATE TABLE golden (id serial, type regtype, image bytea);
\copy golden (type, image) FROM test/sql/golden.data WITH (DELIMITER '|')

SET extra_float_digits = -3;
SET timezone = 'UTC';
-- The same bytes come back by each way, and sketches merge.
CREATE FUNCTION answers(id int, type regtype, image bytea, OUT same boolean, OUT answer text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT $1::%1$s::bytea = $1 AND translate(encode($1, ''base64''), E''\n'', '''')::%1$s::bytea = $1 AND ($1::%1$s | $1::%1$s) IS NOT NULL', type)
    INTO same USING image;
  EXECUTE format('SELECT concat_ws('' '', %s) FROM (SELECT $1::%s AS s) x', CASE type::text
    WHEN 'sketch_hll' THEN '# s, sketch_bounds(s)'
    WHEN 'sketch_theta' THEN '# s, sketch_bounds(s), # (s & sketch_add(s, -1))'
    WHEN 'sketch_tuple' THEN '# s, sketch_sum(s), sketch_mean(s)'
    WHEN 'sketch_topk' THEN 'sketch_info(s), (SELECT array_agg(t) FROM sketch_top(s, 5) t)'
    WHEN 'sketch_countmin' THEN 'sketch_info(s), sketch_frequency(s, 1), sketch_frequency(s, ''item 1''::text), sketch_inner_product(s, s)'
    WHEN 'sketch_kll' THEN 'sketch_n(s), sketch_info(s)'
    WHEN 'sketch_bloom' THEN 'sketch_info(s), sketch_contains(s, 1), sketch_contains(s, -1)'
    WHEN 'sketch_sample' THEN 'sketch_info(s), (SELECT array_agg((value, weight, (draw).probability)) FROM (SELECT * FROM sketch_values(s) LIMIT 5) v)'
    WHEN 'sketch_req' THEN 'sketch_n(s), sketch_info(s)'
    ELSE 'sketch_n(s), sketch_sum(s), sketch_quantile(s, ARRAY[0, 0.01, 0.5, 0.9, 1])' END, type)
    INTO answer USING image;
  -- Quantiles in the type of the values, whichever it is.
  IF type::text IN ('sketch_kll', 'sketch_req') THEN
    EXECUTE format('SELECT concat_ws('' '', $2, sketch_quantile($1::%s, ARRAY[0, 0.01, 0.5, 0.9, 1]%s))', type,
                   ', NULL::' || substring(substring(answer FROM '"values": "(\w+)"') FROM 'time.*|date|interval')) INTO answer USING image, answer;
  END IF;
END
$$;
SELECT id, type, same, answer FROM golden, answers(id, type, image) ORDER BY id;
-- Images of every class of values, where there are such, and what is in them is of that class.
SELECT count(DISTINCT get_byte(image, 0) >> 4) AS classes FROM golden WHERE type::text ~ 'hll|theta|tuple|countmin';
SELECT id, type, error_of(format('SELECT %s FROM golden WHERE id = %s', CASE type::text WHEN 'sketch_theta' THEN 'sketch_contains(image::sketch_theta, ''5'')' ELSE 'sketch_frequency(image::sketch_countmin, ''5'')' END, id)) AS literal
  FROM golden WHERE type::text ~ 'theta|countmin' ORDER BY id;
DROP TABLE golden;
DROP FUNCTION answers;
