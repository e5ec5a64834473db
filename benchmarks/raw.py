"""What PostgreSQL alone takes: the rows of the last statements of a store again, by COPY and by multi-row INSERT, into
tables of the same shape with the same indexes, in transactions of 50 statements, from one connection."""

import time
from collections.abc import Callable

import psycopg

COUNT, BATCH = 10_000, 50
TABLES = {
    "xapi_statementid": "statement_id",
    "xapi_statement": "seq",
    "xapi_agentuse": "statement_id",
    "xapi_activityuse": "statement_id",
}
Rows = dict[str, list[tuple]]


def raw_speed(url: str) -> None:
    """Print statements a second by each way; `url` is the database of a filled store."""
    with psycopg.connect(url, autocommit=True) as connection:
        batches = list(_batches(connection))
        for name, insert in (("COPY", _copy), ("multi-row INSERT", _insert)):
            _make_tables(connection)
            seconds = _timed(connection, batches, insert)
            print(f"PostgreSQL alone, {name}: {len(batches) * BATCH / seconds:.0f} statements/s")


def _batches(connection: psycopg.Connection) -> list[Rows]:
    ids = connection.execute(
        "SELECT statement_id FROM xapi_statementid ORDER BY statement_id DESC LIMIT %s", [COUNT]
    ).fetchall()
    seqs = [seq for (seq,) in ids]
    return [
        {
            table: connection.execute(
                f"SELECT * FROM {table} WHERE {column} = ANY(%s)",  # noqa: S608
                [seqs[first : first + BATCH]],
            ).fetchall()
            for table, column in TABLES.items()
        }
        for first in range(0, len(seqs), BATCH)
    ]


def _make_tables(connection: psycopg.Connection) -> None:
    for table in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS raw_{table}")
        connection.execute(f"CREATE TABLE raw_{table} (LIKE {table} INCLUDING ALL)")


def _timed(
    connection: psycopg.Connection, batches: list[Rows], insert: Callable[[psycopg.Cursor, str, list[tuple]], None]
) -> float:
    begun = time.perf_counter()
    for rows in batches:
        with connection.transaction(), connection.cursor() as cursor:
            for table, each in rows.items():
                insert(cursor, f"raw_{table}", each)
    return time.perf_counter() - begun


def _copy(cursor: psycopg.Cursor, table: str, rows: list[tuple]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert(cursor: psycopg.Cursor, table: str, rows: list[tuple]) -> None:
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    values = [value for row in rows for value in row]
    cursor.execute(f"INSERT INTO {table} VALUES {', '.join([one] * len(rows))}", values)  # noqa: S608
