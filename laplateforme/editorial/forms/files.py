"""Pictures and files that come in through the workshop."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class PictureFormBase(BaseImageForm):
    pass


class AttachedFileFormBase(BaseDocumentForm):
    pass
