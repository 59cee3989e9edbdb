from django.db import migrations


def remove_example(apps, schema_editor):
    """Wagtail is born with a page of welcome and a site; networks have their own."""
    Page, Site = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Site")
    Site.objects.all().delete()
    Page.objects.filter(path="00010001", slug="home").delete()
    Page.objects.filter(path="0001").update(numchild=Page.objects.filter(depth=2).count())


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]
    operations = [migrations.RunPython(remove_example, migrations.RunPython.noop)]
