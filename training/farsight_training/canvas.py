"""Colours, type and captions of the figures."""

from PIL import Image, ImageDraw, ImageFont

# Okabe and Ito's palette, which the colour-blind tell apart.
OKABE_ITO = {
    "blue": (0, 114, 178),
    "vermilion": (213, 94, 0),
    "green": (0, 158, 115),
    "purple": (204, 121, 167),
    "yellow": (240, 228, 66),
}
INK = (60, 60, 60)
CAPTION_PX = 30


def font(size: int) -> ImageFont.ImageFont:
    """Pillow's own type, so that figures are the same everywhere."""
    return ImageFont.load_default(size)


def labelled(picture: Image.Image, words: str) -> Image.Image:
    """The picture with a caption above."""
    sheet = Image.new("RGB", (picture.width, picture.height + CAPTION_PX), "white")
    ImageDraw.Draw(sheet).text((2, 2), words, INK, font(20))
    sheet.paste(picture, (0, CAPTION_PX))
    return sheet
