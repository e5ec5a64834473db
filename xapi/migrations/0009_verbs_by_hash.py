"""Verbs are found by the hash of their IRI, as activities are: no index of PostgreSQL holds 3000 characters. The version
of a statement may be as long as Semantic Versioning allows."""

import hashlib
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill_hashes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    verb: Any = apps.get_model("xapi", "Verb")
    for one in verb.objects.iterator(chunk_size=1000):
        one.iri_hash = hashlib.sha256(one.iri.encode()).digest()[:16]
        one.save(update_fields=["iri_hash"])


class Migration(migrations.Migration):
    dependencies = [("xapi", "0008_lenient_keys_and_target_versions")]

    operations = [
        migrations.AlterField("verb", "iri", models.TextField()),
        migrations.AddField("verb", "iri_hash", models.BinaryField(max_length=16, null=True)),
        migrations.RunPython(fill_hashes, migrations.RunPython.noop),
        migrations.AlterField("verb", "iri_hash", models.BinaryField(max_length=16, unique=True)),
        migrations.AlterField("statement", "version", models.TextField()),
    ]
