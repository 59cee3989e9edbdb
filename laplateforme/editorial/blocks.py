"""The blocks that a text is made of.

Values are plain: identifiers, addresses and words. What they mean today (an offer's name, a picture's size) is read
when the page is shown, in one query a kind (see queries/body.py), so that a text never keeps an old copy of something.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from laplateforme.vocabulary.enums import Verb

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class DocumentChooserBlock(blocks.ChooserBlock):
    """Wagtail's own, without what it imports to be defined."""

    target_model = "editorial.AttachedFile"

    @cached_property
    def widget(self) -> Any:
        from wagtail.documents.widgets import AdminDocumentChooser  # noqa: PLC0415  slow, wanted by writers only

        return AdminDocumentChooser()

    class Meta:
        icon = "doc-full"


class AddressBlock(blocks.CharBlock):
    """A page of this platform, by the address that one copies from it; kept as its short name."""

    pattern: re.Pattern[str]
    refusal: Any

    def clean(self, value: str) -> str:
        found = self.pattern.search(str(super().clean(value)).strip())
        if not found:
            raise ValidationError(self.refusal)
        return found[1]


class OfferBlock(AddressBlock):
    pattern = re.compile(r"(?:^|/offres/)([a-z0-9]{2,12})/?(?:[?#].*)?$")
    refusal = _("Open the offer on the site and copy its address here.")


class KeyQuestionBlock(AddressBlock):
    pattern = re.compile(r"(?:^|/questions/)([a-z0-9-]{1,80})/?(?:[?#].*)?$")
    refusal = _("Open the question on the site and copy its address here.")


class OrganizationBlock(AddressBlock):
    pattern = re.compile(r"(?:^|/structures/)([a-z0-9-]{1,80})/?(?:[?#].*)?$")
    refusal = _("Open the organization on the site and copy its address here.")


class VideoAddressBlock(blocks.URLBlock):
    """An address elsewhere, shown as a link: nothing of the other site is loaded."""

    def clean(self, value: str) -> str:
        cleaned = str(super().clean(value))
        if urlsplit(cleaned).scheme not in {"http", "https"}:
            raise ValidationError(_("Copy the whole address of the video, from https://."))
        return cleaned


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=300,
        help_text=_("For those who do not see it: what one learns from it, in one sentence."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)
    credit = blocks.CharBlock(label=_("Who made it"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class FigureBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Figure"), max_length=40)
    meaning = blocks.CharBlock(label=_("What it counts, where and when"), max_length=240)
    source = blocks.CharBlock(label=_("Source"), max_length=160, required=False)

    class Meta:
        icon = "decimal"
        label = _("Figure")


class QuotationBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Words"), max_length=1200)
    who = blocks.CharBlock(
        label=_("Who said it"),
        max_length=160,
        required=False,
        help_text=_("An organization, or a person who agreed to be named."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Name shown"), max_length=160, required=False)


class VideoBlock(blocks.StructBlock):
    url = VideoAddressBlock(label=_("Address"), max_length=500)
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    duration = blocks.CharBlock(label=_("Duration"), max_length=40, required=False)
    transcript = blocks.TextBlock(label=_("What is said in it"), required=False)

    class Meta:
        icon = "media"
        label = _("Video elsewhere")


class TableBlock(blocks.StructBlock):
    """Pasted from a spreadsheet: a line a row, cells between tabs or bars; the first line names the columns."""

    caption = blocks.CharBlock(label=_("What the table shows"), max_length=200)
    rows = blocks.TextBlock(label=_("Rows"), help_text=_("Paste from a spreadsheet. The first line names the columns."))

    class Meta:
        icon = "table"
        label = _("Table")


class StepBlock(blocks.StructBlock):
    """One step of a collective project, with whoever helped."""

    verb = blocks.ChoiceBlock(label=_("Stage"), choices=Verb.choices)
    label = blocks.CharBlock(label=_("What happened"), max_length=160)
    organization = OrganizationBlock(
        label=_("Who helped"),
        max_length=300,
        required=False,
        help_text=_("The address of the organization, copied from its page."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()


class BodyBlock(blocks.StreamBlock):
    """Everything that a text may hold, in the order in which writers look for it."""

    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES, icon="pilcrow")
    heading = blocks.CharBlock(label=_("Heading"), max_length=160, icon="h2")
    subheading = blocks.CharBlock(label=_("Small heading"), max_length=160, icon="h3")
    picture = PictureBlock()
    figure = FigureBlock()
    quotation = QuotationBlock()
    key_question = KeyQuestionBlock(
        label=_("Key question"),
        max_length=300,
        icon="help",
        help_text=_("The address of the question, copied from its page."),
    )
    offer = OfferBlock(
        label=_("Offer"), max_length=300, icon="pick", help_text=_("The address of the offer, copied from its page.")
    )
    event = blocks.PageChooserBlock(label=_("Date"), page_type="editorial.EventPage", icon="date")
    files = blocks.ListBlock(FileBlock(), label=_("Files to download"), icon="doc-full")
    video = VideoBlock()
    table = TableBlock()
    imported = blocks.TextBlock(
        label=_("Text of the old site"), icon="code", help_text=_("HTML, cleaned when it is shown.")
    )


def has_untold_picture(body: Any) -> bool:
    """Whether a picture of a text has no words for those who do not see it."""
    return any(block.block_type == "picture" and not (block.value.get("alternative") or "").strip() for block in body)
