"""What is called 表格 is called a workbook, as in the glossary, on the pages and in the interface."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("rectification", "0017_tally_of_case"),
    ]

    operations = [
        migrations.RenameModel("SheetDraft", "Workbook"),
        migrations.RenameModel("SheetContent", "WorkbookContent"),
        migrations.RenameIndex("Workbook", new_name="workbook_newest", old_name="sheet_draft_newest"),
    ]
