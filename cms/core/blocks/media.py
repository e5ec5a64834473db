"""Images, videos and files."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.core.blocks.text import CleanRichTextBlock


class FileBlock(DocumentChooserBlock):
    """A document with one of `extensions` (without the dot)."""

    def __init__(self, extensions: tuple[str, ...], **kwargs: Any) -> None:
        self.extensions = extensions
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and PurePath(cleaned.filename).suffix.lower().lstrip(".") not in self.extensions:
            raise ValidationError(f"Choisissez un fichier {' ou '.join(self.extensions)}.")
        return cleaned


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende et crédit", max_length=300, required=False)

    class Meta:
        label = "Image"
        icon = "image"
        template = "blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A video of the site, never without its captions and its transcript."""

    title = blocks.CharBlock(label="Titre", max_length=200)
    video = FileBlock(("mp4", "webm"), label="Vidéo (mp4 ou webm)")
    captions = FileBlock(("vtt",), label="Sous-titres (vtt)")
    transcript = CleanRichTextBlock(label="Transcription")
    audio_description = blocks.TextBlock(
        label="Audiodescription",
        rows=2,
        help_text="Ce que l'image montre et que le son ne dit pas, ou la raison pour laquelle rien ne manque.",
    )

    class Meta:
        label = "Vidéo"
        icon = "media"
        template = "blocks/video.html"


class DownloadBlock(blocks.StructBlock):
    """A file to download; its format and its size are shown."""

    document = DocumentChooserBlock(label="Fichier")
    text = blocks.CharBlock(label="Texte du lien", max_length=200)
    details = blocks.CharBlock(label="Précision", max_length=200, required=False, help_text="Par exemple : en anglais.")

    class Meta:
        label = "Fichier à télécharger"
        icon = "download"
        template = "blocks/download.html"
