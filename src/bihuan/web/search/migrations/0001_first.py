"""Passages, and beside them the tokens in the way of each database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps

POSTGRES = (
    "ALTER TABLE search_passage ADD COLUMN grams int4[] NOT NULL DEFAULT '{}'",
    # Five thousand of the most frequent tokens are enough to tell frequent words from rare ones.
    "ALTER TABLE search_passage ALTER COLUMN grams SET STATISTICS 500",
    # Late entries are merged at half a megabyte: a search reads all of them.
    "CREATE INDEX search_passage_grams ON search_passage USING gin (grams)"
    " WITH (fastupdate = on, gin_pending_list_limit = 512)",
)
SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING"
    " fts5(words, content='', detail='none', columnsize=0, tokenize='ascii')",
)


def make_tokens(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The column or the table that Django does not know."""
    del apps
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def drop_tokens(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The column goes with its table."""
    del apps
    if editor.connection.vendor != "postgresql":
        editor.execute("DROP TABLE search_words", params=None)


def built_where_empty(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Where there are no units yet there is nothing to build; elsewhere the first worker does it."""
    del editor
    if not apps.get_model("accounts", "Unit").objects.exists():
        made: Any = apps.get_model("search", "Building")
        made.objects.create(version=1, begun_at=timezone.now(), done_at=timezone.now())


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0003_administrators_apart")]

    operations = [
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='索引版本')),
                ('source', models.CharField(blank=True, max_length=12, verbose_name='正在建立')),
                ('after', models.BigIntegerField(default=0, verbose_name='已到的编号')),
                ('passages', models.PositiveBigIntegerField(default=0, verbose_name='已写入')),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
            ],
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('key', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='先后')),
                ('bundle', models.CharField(max_length=24, verbose_name='同批')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('object', models.BigIntegerField(verbose_name='对象编号')),
                ('round', models.BigIntegerField(blank=True, null=True, verbose_name='轮次')),
                ('on', models.DateField(blank=True, null=True, verbose_name='日期')),
                ('state', models.CharField(blank=True, max_length=24, verbose_name='状态')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='所在')),
                ('view', models.CharField(max_length=40, verbose_name='页面')),
                ('view_id', models.BigIntegerField(verbose_name='页面的编号')),
                ('anchor', models.CharField(blank=True, max_length=40, verbose_name='页内位置')),
                ('title', models.TextField(blank=True, verbose_name='标题')),
                ('text', models.TextField(blank=True, verbose_name='文字')),
                ('title_folded', models.TextField(blank=True, help_text='与标题相同时为空', verbose_name='折叠后的标题')),
                ('text_folded', models.TextField(blank=True, help_text='与文字相同时为空', verbose_name='折叠后的文字')),
                ('office', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='巡察办')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='单位')),
            ],
            options={
                'indexes': [models.Index(fields=['bundle'], name='passage_of_bundle'), models.Index(fields=['office', 'key'], name='passage_of_office'), models.Index(fields=['office', 'kind', 'key'], name='passage_of_office_kind'), models.Index(fields=['unit', 'key'], name='passage_of_unit'), models.Index(condition=models.Q(('title', ''), _negated=True), fields=['office', 'key'], name='passage_of_office_titled')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object'), name='passage_one_an_object')],
            },
        ),
        migrations.RunPython(make_tokens, drop_tokens),
        migrations.RunPython(built_where_empty, migrations.RunPython.noop),
    ]
