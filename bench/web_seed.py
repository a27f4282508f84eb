"""A ledger of any size, written by the database itself: units × 100 findings × 10 measures with everything
that hangs on them. Both databases get the same rows.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

from django.apps import apps
from django.db import connection, transaction

from bihuan.web.accounts.models import Unit, UnitKind, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.inspections.models import Round
from bihuan.web.rectification.figures import figures_recount

NOW = datetime(2024, 6, 3, tzinfo=UTC)
FINDINGS, MEASURES, SECTIONS, POOL, FIRST_UNIT = 100, 10, 4, 240, 10_000
PLACES = ["核查", "执法", "培训", "走访", "公示", "议事", "学习", "招聘", "党费", "档案", "台账", "调研"]
DEEDS = ["召开专题会议", "修订管理办法", "开展集中检查", "建立台账", "明确专人负责"]
ENDS = ["形成制度3项并印发执行", "整改到位并逐一回访", "相关人员均已通过考试", "每月对账一次"]


def seed(units: int) -> tuple[User, User]:
    """Fill an empty, migrated database; the officer who sees everything and the liaison of one unit."""
    with transaction.atomic():
        committee = unit_create(actor=None, now=NOW, name="市委", kind=UnitKind.COMMITTEE)
        office = unit_create(actor=None, now=NOW, name="市委巡察办", kind=UnitKind.OFFICE, parent=committee)
        made = Round.objects.create(office=office, name="第一轮巡察")
        _pool()
        for statement in _statements(units, committee, office, made):
            _run(_completed(statement))
        if connection.vendor == "postgresql":
            _sequences()
        figures_recount()
        officer = _user(office, "officer", Role.INSPECTION_OFFICE)
        liaison = _user(Unit.objects.get(pk=FIRST_UNIT + units // 2 + 1), "liaison", Role.LIAISON)
    _run("ANALYZE")
    return officer, liaison


def seeded(units: int) -> tuple[User, User]:
    """The same; a database that was filled before is taken as it is."""
    if not User.objects.exists():
        return seed(units)
    return User.objects.get(username="officer"), User.objects.get(username="liaison")


def _user(unit: Unit, username: str, role: Role) -> User:
    word = "luxi-bench-2024"
    return user_create(
        actor=None, now=NOW, unit=unit, name="某同志", username=username, password=word, role=role
    )


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _completed(statement: str) -> str:
    """The INSERT with the columns that it leaves out and that may not be null, at their defaults."""
    found = re.match(r"\s*INSERT INTO (\w+) \((.*?)\)\s*SELECT (.*)", statement, re.S)
    assert found
    table, columns, chosen = found.groups()
    named = {column.strip(' "\n') for column in columns.split(",")}
    model = next(one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table)
    missing = [
        field
        for field in model._meta.concrete_fields
        if field.column not in named and not (field.null or field.primary_key or field.generated)
    ]
    if not missing:
        return statement
    more = "".join(f', "{field.column}"' for field in missing)
    values = "".join(f", {_literal(field.get_default())}" for field in missing)
    at = chosen.index("FROM")
    return f"INSERT INTO {table} ({columns}{more}) SELECT {chosen[:at]}{values} {chosen[at:]}"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    text = json.dumps(value) if isinstance(value, list | dict) else str(value or "")
    return "'" + text.replace("'", "''") + "'"


def _pool() -> None:
    """Sentences of different lengths, so that pages weigh what real ones weigh."""
    _run("CREATE TEMPORARY TABLE pool (i integer PRIMARY KEY, title text, told text)")
    rows = []
    for i in range(POOL):
        place, deed, end = PLACES[i % 12], DEEDS[i % 5], ENDS[i % 4]
        title = f"{place}工作{'抓得不够紧' if i % 2 else '存在薄弱环节，制度落实打折扣'}"
        told = f"{i % 12 + 1}月{i % 27 + 1}日，{deed}，对{place}中的问题逐项分析原因、划分责任，{end}。" * (
            1 + i % 3
        )
        rows.append((i, title, told))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO pool VALUES (%s, %s, %s)", rows)


def _statements(units: int, committee: Unit, office: Unit, made: Round) -> list[str]:
    """One INSERT … SELECT a table; ``n`` counts from 0."""
    case = "n / 100 + 1"
    unit = f"{FIRST_UNIT} + {case}"
    section = f"(n / 100) * {SECTIONS} + (n % 100) / 25 + 1"
    findings, measures = _numbers(units * FINDINGS), _numbers(units * FINDINGS * MEASURES)
    place = "(n % 100 + 1) * 20480"
    return [
        f"""
        INSERT INTO accounts_unit (id, parent_id, kind, name, short_name, path)
        SELECT {FIRST_UNIT} + n + 1, {committee.pk}, 'unit', '第' || (n + 1) || '局', '',
               '{committee.path}' || ({FIRST_UNIT} + n + 1) || '/' FROM {_numbers(units)}""",
        f"""
        INSERT INTO inspections_feedback (id, version, round_id, unit_id, office_id, kind, title, issuer,
               team, given_on, errors, warnings, created_at)
        SELECT n + 1, 1, {made.pk}, {FIRST_UNIT} + n + 1, {office.pk}, 'report',
               '第' || (n + 1) || '局整改情况的通报', '', '第三巡察组',
               {_day("2024-01-01", "n % 90")}, 10, 33, '{NOW.isoformat()}' FROM {_numbers(units)}""",
        f"""
        INSERT INTO inspections_section (id, position, surface, number, title, role, feedback_id)
        SELECT n + 1, (n % {SECTIONS}) * 512000 + 1024, '',
               substr('一二三四', CAST(n % {SECTIONS} + 1 AS integer), 1), '落实上级决策部署不够有力',
               'findings', n / {SECTIONS} + 1 FROM {_numbers(units * SECTIONS)}""",
        f"""
        INSERT INTO inspections_finding (id, position, surface, version, number, title, status, due,
               measure_count, aspect_count, error_count, warning_count, joint, feedback_id, unit_id,
               office_id, section_id)
        SELECT n + 1, {place}, '', 1, CAST(n % 100 + 1 AS text), p.title, {STATUS},
               {_day("2024-05-01", "(n / 100) % 90")}, {MEASURES}, 1, 0, 1, '[]', {case}, {unit}, {office.pk},
               {section}
        FROM {findings} JOIN pool p ON p.i = n % {POOL}""",
        f"""
        INSERT INTO inspections_subfinding (id, position, surface, number, title, feedback_id, finding_id)
        SELECT n + 1, {place} + 512, '', '（1）', '有的任务没有分解到人', {case}, n + 1 FROM {findings}""",
        f"""
        INSERT INTO rectification_response (id, version, position, outcome, outcome_surface, outcome_position,
               status, state, feedback_id, unit_id, section_id, round_id, office_id, due, since_on,
               assessed_at, ended_at, days, in_time, submission, returned_times)
        SELECT n + 1, 1, {place}, '完成整改。', '', {place} + 16000, {STATUS}, {STATE},
               {case}, {unit}, {section}, {made.pk}, {office.pk}, {_day("2024-05-01", "(n / 100) % 90")},
               {_day("2024-05-01", "n % 30")}, {_if(ASSESSED, NOW_SQL)}, {_if(ENDED, NOW_SQL)},
               {_if(ENDED, _days_since("2024-01-01", "(n / 100) % 90"))},
               {_if(ENDED, _day("2024-06-03", "0") + " <= " + _day("2024-05-01", "(n / 100) % 90"))},
               1, CASE WHEN n % 20 = 9 THEN 1 ELSE 0 END FROM {findings}""",
        f"""
        INSERT INTO rectification_reviewseat (feedback_id, unit_id, office_id, response_id, submission, title,
               role, needed, agreed, waits_since)
        SELECT {case}, {unit}, {office.pk}, n + 1, 1, '巡察办', 'inspection_office', 1, 0,
               {_day("2024-05-01", "n % 30")} FROM {findings}
        WHERE n % 20 = 8""",
        f"""
        INSERT INTO rectification_responsefinding (id, response_id, finding_id)
        SELECT n + 1, n + 1, n + 1 FROM {findings}""",
        f"""
        INSERT INTO rectification_measure (id, position, surface, version, text, tense, begun_on, ended_on,
               dates, kind, criteria, feedback_id, unit_id, office_id, response_id)
        SELECT n + 1, ((n / {MEASURES}) % 100 + 1) * 20480 + (n % {MEASURES} + 1) * 1024, '', 1, p.told,
               'done', {_day("2024-02-01", "n % 80")}, {_day("2024-02-01", "n % 80")}, '[]', '', '',
               n / 1000 + 1, {FIRST_UNIT} + n / 1000 + 1, {office.pk}, n / {MEASURES} + 1
        FROM {measures} JOIN pool p ON p.i = n % {POOL}""",
        f"""
        INSERT INTO diagnosis_diagnostic (feedback_id, finding_id, code, rule, severity, line, "column",
               quote, message, basis, findings, related, fix)
        SELECT {case}, n + 1, 'CL01', 'closed-with-future-work',
               CASE WHEN n % 10 = 0 THEN 'error' ELSE 'warning' END, n % 100 + 1, 1, '计划',
               '还有没做完的事', '', '[]', '[]', '' FROM {findings} WHERE n % 3 = 0 OR n % 10 = 0""",
        f"""
        INSERT INTO rectification_commitment (feedback_id, unit_id, response_id, position, text, every, due)
        SELECT {case}, {unit}, n + 1, {place}, '每月对账一次', 'month', {_day("2024-06-01", "n % 60")}
        FROM {findings} WHERE n % 10 = 3""",
        _tallies("section_id", ", section_id"),
        _tallies("NULL", ""),
    ]


ENDED, ASSESSED = "n % 20 < 8", "n % 20 < 12"
STATE = """CASE WHEN n % 20 < 7 THEN 'closed' WHEN n % 20 = 7 THEN 'long_term'
                WHEN n % 20 = 8 THEN 'under_review' WHEN n % 20 = 9 THEN 'returned'
                WHEN n % 20 = 10 THEN 'self_assessed' WHEN n % 20 = 11 THEN 'unit_approved'
                WHEN n % 20 = 12 THEN 'plan_submitted' WHEN n % 20 < 18 THEN 'in_progress'
                ELSE 'draft' END"""
NOW_SQL = f"'{NOW.isoformat()}'"
STATUS = """CASE WHEN n % 10 < 6 THEN 'completed' WHEN n % 10 < 8 THEN 'ongoing'
                 WHEN n % 10 = 8 THEN 'stage' ELSE 'long_term' END"""


def _tallies(level: str, by: str) -> str:
    return f"""
        INSERT INTO rectification_tally (feedback_id, unit_id, office_id, section_id, status, due_key,
        findings, responses, measures) SELECT feedback_id, unit_id, office_id, {level}, status, due_key,
        count(*), count(*), count(*) * {MEASURES} FROM inspections_finding GROUP BY feedback_id, unit_id,
        office_id, status, due_key{by}
        """


def _numbers(count: int) -> str:
    if connection.vendor == "postgresql":
        return f"(SELECT generate_series(0, {count} - 1)::bigint AS n) AS m"
    steps = f"SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {count}"
    return f"(WITH RECURSIVE s(n) AS ({steps}) SELECT n FROM s) AS m"


def _day(start: str, days: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{start}' + CAST({days} AS integer))"
    return f"date('{start}', '+' || ({days}) || ' days')"


def _if(condition: str, value: str) -> str:
    cast = "::timestamptz" if connection.vendor == "postgresql" and value == NOW_SQL else ""
    return f"CASE WHEN {condition} THEN {value}{cast} END"


def _days_since(start: str, days: str) -> str:
    """Days from a day of the seed to ``NOW``."""
    whole = (NOW.date() - date.fromisoformat(start)).days
    return f"{whole} - CAST({days} AS integer)"


def _sequences() -> None:
    """Ids were given; the next ones must follow them."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            columns = {one.name for one in connection.introspection.get_table_description(cursor, table)}
            if "id" in columns:
                last = f"(SELECT COALESCE(max(id), 0) + 1 FROM {table})"
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}, false)")
