"""Writes the seeds of the picture readers' fuzz targets: small files of each kind that differ in what they use.

python3 make_picture_seeds.py corpus        (needs Pillow and pillow-heif)
"""

import io
import pathlib
import sys

import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()
SIZE = (24, 16)


def picture(mode="RGB", size=SIZE):
    image = Image.new("RGBA", size)
    image.putdata(
        [((7 * x) % 256, (13 * y) % 256, (x * y) % 256, 255 - 8 * y) for y in range(size[1]) for x in range(size[0])]
    )
    return image if mode == "RGBA" else image.convert("RGB").convert(mode)


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def srgb():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()[:512]


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def deep_grey():
    image = Image.new("I;16", SIZE)
    image.putdata([(i * 173) % 65536 for i in range(SIZE[0] * SIZE[1])])
    return image


def seeds():
    rgb, grey, inks, palette = (picture(mode) for mode in ("RGB", "L", "CMYK", "P"))
    yield "jpeg/plain", saved(rgb, "JPEG")
    yield "jpeg/progressive", saved(rgb, "JPEG", progressive=True)
    yield "jpeg/grey-turned", saved(grey, "JPEG", exif=exif(6))
    yield "jpeg/inks", saved(inks, "JPEG")
    yield "jpeg/restarts", saved(rgb, "JPEG", restart_marker_rows=1, subsampling=0)
    yield "jpeg/tail", saved(rgb, "JPEG")[:-2] + bytes(9) + b"\xff\x00\xff\xd3\xff\xd9"
    yield "jpeg/profile", saved(rgb, "JPEG", icc_profile=srgb())
    yield "png/plain", saved(rgb, "PNG")
    yield "png/palette", saved(palette, "PNG", transparency=3)
    yield "png/clear", saved(picture("RGBA"), "PNG", exif=exif(8))
    yield "png/deep", saved(deep_grey(), "PNG")
    yield "png/profile", saved(rgb, "PNG", icc_profile=srgb())
    yield "webp/lossless", saved(rgb, "WEBP", lossless=True)
    yield "webp/lossy", saved(picture("RGBA"), "WEBP", exif=exif(3))
    yield "webp/frames", saved(rgb, "WEBP", save_all=True, append_images=[rgb.rotate(180)])
    yield "tiff/plain", saved(rgb, "TIFF")
    yield "tiff/lzw", saved(rgb, "TIFF", compression="tiff_lzw")
    yield "tiff/deflate", saved(picture("RGBA"), "TIFF", compression="tiff_adobe_deflate")
    yield "tiff/jpeg", saved(rgb, "TIFF", compression="jpeg")
    yield "tiff/packed", saved(grey, "TIFF", compression="packbits")
    yield "tiff/fax", saved(picture("1"), "TIFF", compression="group4")
    yield "tiff/deep", saved(deep_grey(), "TIFF")
    yield "tiff/inks", saved(inks, "TIFF")
    yield "tiff/pages", saved(grey, "TIFF", save_all=True, append_images=[grey])
    yield "heic/plain", saved(picture(size=(64, 64)), "HEIF", quality=30)
    yield "heic/clear", saved(picture("RGBA", (64, 64)), "HEIF", quality=30)
    yield "avif/plain", saved(rgb, "AVIF", quality=30)
    yield "avif/clear", saved(picture("RGBA"), "AVIF", quality=30, exif=exif(6))
    yield "gif/plain", saved(palette, "GIF")
    yield "gif/frames", saved(palette, "GIF", save_all=True, append_images=[palette.rotate(180)], transparency=2)
    yield "bmp/plain", saved(rgb, "BMP")
    yield "bmp/palette", saved(palette, "BMP")
    yield "bmp/bits", saved(picture("1"), "BMP")
    yield "bmp/clear", saved(picture("RGBA"), "BMP")
    yield "pnm/colours", saved(rgb.resize((6, 4)), "PPM")
    yield "pnm/bits", saved(picture("1"), "PPM")
    yield "pnm/deep", b"P5 3 2 1023\n" + bytes(range(12))
    yield "pnm/words", b"P3 # made by hand\n2 1\n15\n1 2 3  4 5 15\n"
    yield "pnm/plain-bits", b"P1\n3 2\n101\n0 1 0\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, content in seeds():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


if __name__ == "__main__":
    main()
