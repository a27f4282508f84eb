from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0004_worst_cases")]
    operations = [
        migrations.RemoveIndex(model_name="feedback", name="feedback_worst_cases"),
        migrations.AddField(
            model_name="feedback",
            name="answered",
            field=models.PositiveIntegerField(default=0, verbose_name="其中已说明的"),
        ),
        migrations.AddField(
            model_name="feedback",
            name="open_errors",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.F("errors") - models.F("answered"),
                output_field=models.IntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                fields=["office", "-open_errors", "-warnings", "id"], name="feedback_worst_cases"
            ),
        ),
    ]
