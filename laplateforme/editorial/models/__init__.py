"""The words of the site."""

from laplateforme.editorial.models.files import (
    WIDTHS,
    AttachedFile,
    FileUse,
    Picture,
    PictureRendition,
    PictureUse,
)
from laplateforme.editorial.models.old import OldAddress, OldImport, OldThing
from laplateforme.editorial.models.pages import (
    AgreementWithdrawal,
    ArticlePage,
    ArticleThread,
    EventPage,
    PortraitPage,
    SectionPage,
    SitePage,
    SiteRoot,
)
from laplateforme.editorial.models.words import Author, Keyword, KeywordGroup

__all__ = [
    "AgreementWithdrawal",
    "WIDTHS",
    "ArticlePage",
    "ArticleThread",
    "AttachedFile",
    "Author",
    "EventPage",
    "FileUse",
    "Keyword",
    "KeywordGroup",
    "OldAddress",
    "OldImport",
    "OldThing",
    "Picture",
    "PictureRendition",
    "PictureUse",
    "PortraitPage",
    "SectionPage",
    "SitePage",
    "SiteRoot",
]
