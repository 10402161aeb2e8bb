#include "picture/kind.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace farsight {
namespace {

using Bytes = std::span<const std::byte>;
using namespace std::string_view_literals;

bool has(Bytes bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() && std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}

/// Whether the file type box of an ISO base media file names this brand, first or among the compatible ones.
bool has_brand(Bytes bytes, std::string_view brand) {
    if (!has(bytes, 4, "ftyp") || bytes.size() < 16) return false;
    const std::size_t box =
        std::to_integer<std::size_t>(bytes[2]) << 8 | std::to_integer<std::size_t>(bytes[3]);
    const std::size_t end = std::min(bytes.size(), box);
    for (std::size_t at = 8; at + 4 <= end; at += 4) {
        if (at != 12 && has(bytes, at, brand)) return true;
    }
    return false;
}

struct Signature {
    std::size_t at;
    std::string_view bytes;
    std::string_view what;    ///< "is ..."
    std::string_view remedy;  ///< A whole sentence.
};

constexpr std::string_view kTakeFrames = "Save its frames as pictures first, with ffmpeg for example.";
constexpr std::string_view kConvert = "Convert it to PNG or JPEG.";
constexpr std::string_view kDevelop = "Develop it and save it as PNG, TIFF or JPEG.";
constexpr std::string_view kUnpack = "Unpack it and name the pictures in it.";
constexpr std::string_view kSaveAgain = "Save the picture itself.";

constexpr std::array kOthers = {
    Signature{0, "%PDF", "a PDF document", "Save its pages as pictures first."},
    Signature{0, "\x1A\x45\xDF\xA3", "a video (Matroska or WebM)", kTakeFrames},
    Signature{8, "AVI ", "a video (AVI)", kTakeFrames},
    Signature{0, "\0\0\1\xBA"sv, "a video (MPEG)", kTakeFrames},
    Signature{0, "\0\0\1\xB3"sv, "a video (MPEG)", kTakeFrames},
    Signature{0, "FLV\1", "a video (Flash)", kTakeFrames},
    Signature{0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", "a video (Windows Media)", kTakeFrames},
    Signature{0, "OggS", "a video or sound (Ogg)", kTakeFrames},
    Signature{4, "ftypcrx", "a camera's raw file (CR3)", kDevelop},
    Signature{4, "ftypjxl", "a JPEG XL picture", kConvert},
    Signature{4, "ftyp", "a video (MP4 or QuickTime)", kTakeFrames},
    Signature{4, "moov", "a video (QuickTime)", kTakeFrames},
    Signature{4, "mdat", "a video (QuickTime)", kTakeFrames},
    Signature{0, "FUJIFILMCCD-RAW", "a camera's raw file (RAF)", kDevelop},
    Signature{0, "IIU\0"sv, "a camera's raw file (RW2)", kDevelop},
    Signature{0, "IIRO", "a camera's raw file (ORF)", kDevelop},
    Signature{0, "IIRS", "a camera's raw file (ORF)", kDevelop},
    Signature{0, "MMOR", "a camera's raw file (ORF)", kDevelop},
    Signature{0, "\xFF\x0A", "a JPEG XL picture", kConvert},
    Signature{0, "\0\0\0\x0CJXL "sv, "a JPEG XL picture", kConvert},
    Signature{0, "\0\0\0\x0CjP  "sv, "a JPEG 2000 picture", kConvert},
    Signature{0, "\xFF\x4F\xFF\x51", "a JPEG 2000 picture", kConvert},
    Signature{0, "8BPS", "a Photoshop picture", kConvert},
    Signature{0, "gimp xcf", "a GIMP picture", kConvert},
    Signature{0, "\x76\x2F\x31\x01", "an OpenEXR picture", kConvert},
    Signature{0, "#?RADIANCE", "a Radiance HDR picture", kConvert},
    Signature{0, "qoif", "a QOI picture", kConvert},
    Signature{0, "DDS ", "a DDS texture", kConvert},
    Signature{0, "P7\n", "a PAM picture", kConvert},
    Signature{0, "PF\n", "a PFM picture", kConvert},
    Signature{0, "Pf\n", "a PFM picture", kConvert},
    Signature{0, "\0\0\1\0"sv, "an icon (ICO)", kConvert},
    Signature{128, "DICM", "a DICOM picture", kConvert},
    Signature{0, "SIMPLE  =", "a FITS picture", kConvert},
    Signature{0, "<svg", "an SVG drawing", kConvert},
    Signature{0, "PK\3\4", "a ZIP archive", kUnpack},
    Signature{0, "\x1F\x8B", "a gzip archive", kUnpack},
    Signature{0, "7z\xBC\xAF", "a 7z archive", kUnpack},
    Signature{0, "Rar!", "a RAR archive", kUnpack},
    Signature{0, "<!DOCTYPE html", "a web page", kSaveAgain},
    Signature{0, "<!doctype html", "a web page", kSaveAgain},
    Signature{0, "<html", "a web page", kSaveAgain},
    Signature{0, "<?xml", "an XML file, perhaps an SVG drawing", kConvert},
    Signature{0, "version https://git-lfs", "a pointer of Git LFS", "Fetch the picture with `git lfs pull`."},
};

}  // namespace

PictureKind picture_kind(Bytes file) {
    if (has(file, 0, "\xFF\xD8")) return PictureKind::kJpeg;
    if (has(file, 0, "\x89PNG")) return PictureKind::kPng;
    if (has(file, 0, "BM")) return PictureKind::kBmp;
    if (has(file, 0, "GIF8")) return PictureKind::kGif;
    if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) return PictureKind::kWebp;
    if (has(file, 0, "II*\0"sv) || has(file, 0, "MM\0*"sv) || has(file, 0, "II+\0"sv) ||
        has(file, 0, "MM\0+"sv)) {
        return PictureKind::kTiff;
    }
    if (file.size() > 2 && has(file, 0, "P") && file[1] >= std::byte{'1'} && file[1] <= std::byte{'6'}) {
        return PictureKind::kPnm;
    }
    if (has_brand(file, "avif") || has_brand(file, "avis")) return PictureKind::kAvif;
    for (const std::string_view brand :
         {"heic"sv, "heix"sv, "hevc"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv}) {
        if (has_brand(file, brand)) return PictureKind::kHeic;
    }
    return PictureKind::kNone;
}

tl::unexpected<Error> not_a_picture(Bytes file) {
    const auto* other = std::find_if(kOthers.begin(), kOthers.end(), [&](const Signature& signature) {
        return has(file, signature.at, signature.bytes);
    });
    if (other == kOthers.end()) {
        return fail(
            ErrorCode::kInvalidImage,
            "is not a picture that can be read; JPEG, PNG, WebP, TIFF, HEIC, AVIF, BMP, GIF and PNM are.");
    }
    return fail(ErrorCode::kUnsupported,
                "is " + std::string(other->what) + ", which is not read. " + std::string(other->remedy));
}

tl::unexpected<Error> kind_left_out(std::string_view kind, std::string_view library) {
    return fail(ErrorCode::kUnsupported,
                "is a " + std::string(kind) + " file, and this build of Farsight has no " +
                    std::string(library) +
                    " to read it with. Convert it to PNG or JPEG, or build again where " +
                    std::string(library) + " is installed.");
}

}  // namespace farsight
