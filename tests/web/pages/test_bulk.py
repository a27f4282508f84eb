"""批量修改 on pages: choose, preview, do, results, undo; all of it without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.rectification.models import BulkEdit, Measure
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def rows(case: Feedback) -> list[str]:
    found = Measure.objects.filter(feedback=case).order_by("position")
    return [f"{pk}:{version}" for pk, version in found.values_list("pk", "version")]


def post(client: Client, **form: object) -> str:
    answer = client.post(reverse("desk:bulk"), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_choose_preview_do_and_look_again(case: Feedback, world: World, liaison: Client) -> None:
    chosen = rows(case)
    page = post(liaison, measure=chosen[:2])
    assert "选中 <b>2</b> 项" in page
    assert "逐项预览" not in page
    kept = " ".join(chosen[:2])
    page = post(liaison, rows=kept, do="preview", leader=world.leader.person_id, kind="limited")
    assert "确认办理 2 项" in page
    assert "<ins>顾云舟</ins>" in page
    assert not BulkEdit.objects.exists()
    page = post(
        liaison, rows=kept, do="apply", leader=world.leader.person_id, kind="limited", note="分工调整"
    )
    assert "已改 <b>2</b>" in page
    assert "说明：分工调整" in page
    assert Measure.objects.filter(leader=world.leader.person_id).count() == 2
    page = post(liaison, rows=kept, do="apply", kind="lasting")  # replayed: nothing is as it was
    assert "没有一项可以这样修改" in page
    edit = BulkEdit.objects.get()
    page = liaison.post(reverse("desk:bulk_undo", args=[edit.pk]), follow=True).content.decode()
    assert "已撤销2项" in page
    assert Measure.objects.filter(leader__isnull=False).count() == 0


def test_the_page_and_the_whole_filter(case: Feedback, world: World, liaison: Client) -> None:
    loop.plan(world, loop.first(case))
    whole = len(rows(case))
    assert f"选中 <b>{whole}</b> 项" in post(liaison, which="page", page=" ".join(rows(case)))
    assert f"选中 <b>{whole}</b> 项" in post(liaison, which="whole", query="")
    mine = loop.first(case).measures.count()
    page = post(liaison, which="whole", query="kind=limited")
    assert f"选中 <b>{mine}</b> 项" in page
    assert 'href="/measures/?kind=limited"' in page


def test_nothing_chosen_and_nonsense(case: Feedback, liaison: Client) -> None:
    assert "请先勾选" in post(liaison)
    assert "请先勾选" in post(liaison, measure=["x", "1", "1:2:3x;DROP"][:2])
    kept = " ".join(rows(case))
    assert "不是日期" in post(liaison, rows=kept, do="preview", due="2月30日")
    assert "请先选择要改什么" in post(liaison, rows=kept, do="apply")
    assert "从列表中选择" in post(liaison, rows=kept, do="preview", leader="１x")


def test_ids_of_another_unit_open_nothing(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    page = post(sign_in(world.stranger), measure=rows(case))
    assert "顾云舟" not in page
    assert "几个单位" in page
    assert sign_in(world.reader).post(reverse("desk:bulk")).status_code == 403
    assert sign_in(world.officer).post(reverse("desk:bulk")).status_code == 403
    assert 'name="measure"' not in sign_in(world.reader).get("/measures/").content.decode()


def test_results_are_for_whoever_did_it(
    case: Feedback, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    post(liaison, rows=" ".join(rows(case)), do="apply", kind="limited")
    edit = BulkEdit.objects.get()
    for user in (world.handler, world.stranger, world.officer):
        assert sign_in(user).get(reverse("desk:bulk_done", args=[edit.pk])).status_code == 404
        assert sign_in(user).post(reverse("desk:bulk_undo", args=[edit.pk])).status_code == 404
    assert liaison.get(reverse("desk:bulk_undo", args=[edit.pk])).status_code == 405


def test_queries_do_not_grow(
    case: Feedback, liaison: Client, django_assert_max_num_queries: DjangoAssertMaxNumQueries
) -> None:
    kept = " ".join(rows(case))
    with django_assert_max_num_queries(12):
        liaison.post(
            reverse("desk:bulk"), {"rows": kept, "do": "preview", "kind": "limited", "due": "2030-01-02"}
        )
    post(liaison, rows=kept, do="apply", kind="limited")
    with django_assert_max_num_queries(8):
        liaison.get(reverse("desk:bulk_done", args=[BulkEdit.objects.get().pk]))
