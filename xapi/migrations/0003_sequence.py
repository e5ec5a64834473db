"""`seq` becomes the time `stored`, and on PostgreSQL the three large tables get partitions (docs/adr/0043).

The tables are made anew and filled from the old ones: a table cannot be partitioned afterwards. All rows go to the
default partition; `xapi.services.partitions` moves them to their months once the migrations are done.
"""

import django.db.models.deletion
from django.db import migrations, models

import xapi.models.store

# The time `stored` of a row of the old table, in microseconds.
MICROSECONDS = {
    "postgresql": "(EXTRACT(EPOCH FROM old.stored) * 1000000)::bigint",
    "sqlite": "(CAST(strftime('%s', substr(old.stored, 1, 19)) AS integer) * 1000000"
    " + CAST(substr(substr(old.stored, 21) || '000000', 1, 6) AS integer))",
}
REFERRING = [
    ("xapi_echo", "statement_id"),
    ("xapi_echo", "source_id"),
    ("xapi_reference", "statement_id"),
    ("xapi_refusal", "statement_id"),
]
PARTITIONED = {"Statement": "seq", "AgentUse": "statement_id", "ActivityUse": "statement_id"}


class MakeSequence(migrations.operations.SeparateDatabaseAndState):
    """The changes of the models at once: the tables are made as the last state wants them."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        vendor = schema_editor.connection.vendor
        time = MICROSECONDS[vendor]
        run = schema_editor.connection.cursor().execute
        for name in PARTITIONED:
            table = f"xapi_{name.lower()}"
            run(f"ALTER TABLE {table} RENAME TO {table}_old")
        for name, column in PARTITIONED.items():
            self._create(schema_editor, to_state.apps.get_model(app_label, name), column)
        schema_editor.create_model(to_state.apps.get_model(app_label, "StatementId"))

        columns = "statement_id, stored, timestamp, verb_id, registration, voided, version, payload, key_id"
        run(
            f"INSERT INTO xapi_statement (seq, {columns})"
            f" SELECT {time}, {columns} FROM xapi_statement_old old ORDER BY seq"
        )
        run(
            "INSERT INTO xapi_statementid (id, statement_id, digest)"
            f" SELECT statement_id, {time}, digest FROM xapi_statement_old old ORDER BY seq"
        )
        for kind in ("agent", "activity"):
            columns = f"{kind}_id, usage, verb_id"
            run(
                f"INSERT INTO xapi_{kind}use ({columns}, statement_id)"
                f" SELECT use.{columns.replace(', ', ', use.')}, {time} FROM xapi_{kind}use_old use"
                " JOIN xapi_statement_old old ON old.seq = use.statement_id"
            )
        for table, column in REFERRING:
            run(f"UPDATE {table} SET {column} = (SELECT {time} FROM xapi_statement_old old WHERE old.seq = {table}.{column})")
        run(
            f"UPDATE xapi_target SET position = COALESCE((SELECT {time} FROM xapi_statement_old old"
            " WHERE old.seq <= xapi_target.position ORDER BY old.seq DESC LIMIT 1), 0)"
        )
        for name in PARTITIONED:
            run(f"DROP TABLE xapi_{name.lower()}_old")

    def _create(self, editor, model, column):
        table = model._meta.db_table
        sql, parameters = editor.table_sql(model)
        use = column != "seq"
        if editor.connection.vendor == "sqlite":
            editor.execute(sql + " WITHOUT ROWID" * use, parameters)
        else:
            if use:  # a filter by verb too reads the index alone
                sql = f"{sql.removesuffix(')')} INCLUDE (verb_id))"
            editor.execute(f"{sql} PARTITION BY RANGE ({column})", parameters)
            editor.execute(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT")
        editor.deferred_sql.extend(editor._model_indexes_sql(model))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        raise migrations.exceptions.IrreversibleError("the numbers that statements had are not kept")


def foreign_key(to="xapi.statement", **options):
    options = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+", **options}
    return models.ForeignKey(db_constraint=False, to=to, **options)


def one_to_one(**options):
    return models.OneToOneField(
        db_constraint=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="xapi.statement",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("xapi", "0002_keys")]

    operations = [
        migrations.AlterField("echo", "source", foreign_key()),
        migrations.AlterField("echo", "statement", foreign_key(db_index=False)),
        migrations.AlterField("reference", "statement", one_to_one(primary_key=True, serialize=False)),
        migrations.AlterField("refusal", "statement", foreign_key(verbose_name="trace")),
        MakeSequence(
            state_operations=[
                migrations.RemoveIndex("statement", "statement_timestamp"),
                migrations.RemoveField("statement", "digest"),
                migrations.AlterField(
                    "statement", "seq", xapi.models.store.SequenceField(primary_key=True, serialize=False)
                ),
                migrations.AlterField("statement", "statement_id", models.UUIDField(verbose_name="identifiant")),
                migrations.AlterField("statement", "stored", models.DateTimeField(verbose_name="enregistrée le")),
                migrations.AlterField(
                    "statement",
                    "key",
                    foreign_key(
                        "xapi.apikey",
                        on_delete=django.db.models.deletion.PROTECT,
                        db_index=False,
                        null=True,
                        verbose_name="clé d'accès",
                    ),
                ),
                migrations.AlterField(
                    "statement",
                    "verb",
                    foreign_key(
                        "xapi.verb",
                        on_delete=django.db.models.deletion.PROTECT,
                        db_index=False,
                        verbose_name="verbe",
                    ),
                ),
                migrations.AddIndex("statement", models.Index(fields=["key", "seq"], name="statement_key")),
                migrations.CreateModel(
                    name="StatementId",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("statement", one_to_one()),
                        ("digest", models.CharField(max_length=64)),
                    ],
                ),
            ],
        ),
    ]
