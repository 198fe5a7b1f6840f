from typing import Any

import django.db.models.deletion
import wagtail.fields
import wagtailcache.cache
from django.db import migrations, models

BODY = [("text", 0), ("facts", 3), ("table", 4)]
BLOCKS: dict[int, Any] = {
    0: ("wagtail.blocks.RichTextBlock", (), {}),
    1: ("wagtail.blocks.CharBlock", (), {}),
    2: ("wagtail.blocks.StructBlock", [[("label", 1), ("value", 0)]], {}),
    3: ("wagtail.blocks.ListBlock", (2,), {"template": "pages/facts.html"}),
    4: ("wagtail.contrib.table_block.blocks.TableBlock", (), {}),
}


def own_table() -> models.OneToOneField:
    return models.OneToOneField(
        auto_created=True,
        on_delete=django.db.models.deletion.CASCADE,
        parent_link=True,
        primary_key=True,
        serialize=False,
        to="wagtailcore.page",
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]
    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                ("page_ptr", own_table()),
                ("intro", wagtail.fields.RichTextField(blank=True)),
                ("body", wagtail.fields.StreamField(BODY, blank=True, block_lookup=BLOCKS)),
                ("brand", models.CharField(max_length=200)),
                ("footer", wagtail.fields.RichTextField(blank=True)),
            ],
            options={"abstract": False},
            bases=(wagtailcache.cache.WagtailCacheMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="TextPage",
            fields=[
                ("page_ptr", own_table()),
                ("intro", wagtail.fields.RichTextField(blank=True)),
                ("body", wagtail.fields.StreamField(BODY, blank=True, block_lookup=BLOCKS)),
            ],
            options={"abstract": False},
            bases=(wagtailcache.cache.WagtailCacheMixin, "wagtailcore.page"),
        ),
    ]
