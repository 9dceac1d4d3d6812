# SPDX-License-Identifier: PostgreSQL
#
# client.py MODULE: passes Python's values through psycopg2 or psycopg. Numbers, dates and bytes have types,
# lists of numbers are arrays; strings have no type.
import datetime
import importlib
import sys

module = importlib.import_module(sys.argv[1])
connection = module.connect('')
cursor = connection.cursor()


def check(name, query, parameters, wanted):
    cursor.execute('SAVEPOINT s')
    try:
        cursor.execute(query, parameters)
        got = cursor.fetchone()[0]
    except module.Error as error:
        cursor.execute('ROLLBACK TO s')
        got = error.diag.sqlstate
    print('%s - %s: %s' % ('ok' if got == wanted else 'not ok', sys.argv[1], name))
    if got != wanted:
        print('# got:  %r\n# want: %r' % (got, wanted))


check('a string among integers', 'SELECT sketch_contains(numbers, %s) FROM held', ('5',), True)
check('an integer', 'SELECT sketch_contains(numbers, %s) FROM held', (5,), True)
check('an integer that is not there', 'SELECT sketch_contains(numbers, %s) FROM held', (11,), False)
check('a string that is no number', 'SELECT sketch_contains(numbers, %s) FROM held', ('five',), '22P02')
check('a string among texts', 'SELECT sketch_contains(texts, %s) FROM held', ('word 5',), True)
check('a date', 'SELECT sketch_contains(days, %s) FROM held', (datetime.date(2026, 1, 6),), True)
check('a string among dates', 'SELECT sketch_contains(days, %s) FROM held', ('2026-01-06',), True)
check('a frequency', 'SELECT sketch_frequency(counts, %s) FROM held', ('5',), 1)
check('a frequency in a sketch_topk', 'SELECT sketch_frequency(top, %s) FROM held', ('5',), 1)
check('None', 'SELECT sketch_contains(numbers, %s) FROM held', (None,), None)
check('a string to add', 'SELECT # sketch_add(users, %s) FROM held', ('5',), 10)
check('a list to add', 'SELECT # sketch_add_all(users, %s) FROM held', ([5, 11, 12],), 12)
check('a key and its value, strings', 'SELECT sketch_sum(sketch_add(keys, %s, %s), 1) FROM held', ('5', '2.5'), 12.5)
check('a key and its value, numbers', 'SELECT sketch_sum(sketch_add(keys, %s, %s), 1) FROM held', (5, 2.5), 12.5)
cursor.execute('SELECT users::bytea FROM held')
image = bytes(cursor.fetchone()[0])
cursor.execute('CREATE TEMP TABLE kept (users sketch_hll)')
cursor.execute('INSERT INTO kept VALUES (%s)', (image,))
check('bytes in a column', 'SELECT # users FROM kept', (), 10)
check('bytes beside |', 'SELECT # (users | %s) FROM kept', (image,), 10)
cursor.execute('SELECT users FROM held')
check('a sketch as text', 'SELECT %s::sketch_hll = users FROM held', (cursor.fetchone()[0],), True)
