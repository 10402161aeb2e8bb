// TIFF through libtiff: the first page, in whatever layout and colours libtiff turns to RGBA.
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "picture/colour.h"
#include "picture/decoders.h"
#include "picture/upright.h"

namespace farsight {
namespace {

/// libtiff calls back for every byte.
struct Source {
    PictureBytes bytes;
    std::uint64_t at = 0;

    static tmsize_t read(thandle_t handle, void* out, tmsize_t count) {
        auto& source = *static_cast<Source*>(handle);
        if (count < 0 || source.at >= source.bytes.size()) return 0;
        const auto taken = std::min(static_cast<std::uint64_t>(count), source.bytes.size() - source.at);
        std::memcpy(out, source.bytes.data() + source.at, taken);
        source.at += taken;
        return static_cast<tmsize_t>(taken);
    }
    static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
    static toff_t seek(thandle_t handle, toff_t offset, int whence) {
        auto& source = *static_cast<Source*>(handle);
        const std::uint64_t base = whence == SEEK_SET   ? 0
                                   : whence == SEEK_CUR ? source.at
                                                        : source.bytes.size();
        return source.at = base + offset;
    }
    static int close(thandle_t) { return 0; }
    static toff_t size(thandle_t handle) { return static_cast<Source*>(handle)->bytes.size(); }
    static int map(thandle_t handle, void** base, toff_t* size) {
        const auto& source = *static_cast<Source*>(handle);
        *base = const_cast<std::byte*>(source.bytes.data());
        *size = source.bytes.size();
        return 1;
    }
    static void unmap(thandle_t, void*, toff_t) {}
};

/// libtiff's last complaint on this thread; its handlers are the process's.
thread_local std::array<char, 200> complaint;

void keep_complaint(const char*, const char* format, std::va_list arguments) {
    std::vsnprintf(complaint.data(), complaint.size(), format, arguments);
}

void be_silent() {
    static const bool kDone = [] {
        TIFFSetErrorHandler(keep_complaint);
        TIFFSetWarningHandler(nullptr);
        return true;
    }();
    static_cast<void>(kDone);
}

struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

template <class Value>
Value field(TIFF* tiff, std::uint32_t tag, Value otherwise) {
    Value value{};
    return TIFFGetFieldDefaulted(tiff, tag, &value) != 0 ? value : otherwise;
}

/// Ends early, or contradicts itself: libtiff says both in many words.
tl::unexpected<Error> given_up() {
    const std::string reason = complaint.data();
    for (const char* ending :
         {"Read error", "read error", "past end", "beyond end", "Not enough data", "not enough data"}) {
        if (reason.find(ending) != std::string::npos) return truncated_picture();
    }
    return broken_picture(reason.empty() ? "libtiff cannot read it" : reason);
}

/// A raw file of a camera is a TIFF whose first page is a thumbnail.
bool is_camera_raw(TIFF* tiff, PictureBytes bytes) {
    const void* version = nullptr;
    const bool cr2 = bytes.size() > 10 && std::memcmp(bytes.data() + 8, "CR", 2) == 0;
    return cr2 || TIFFGetField(tiff, TIFFTAG_DNGVERSION, &version) != 0 ||
           (field<std::uint32_t>(tiff, TIFFTAG_SUBFILETYPE, 0) & FILETYPE_REDUCEDIMAGE) != 0;
}

/// Whether the fourth sample is a transparency rather than a measurement.
bool is_transparent(TIFF* tiff) {
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    if (TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) == 0 || count == 0) return false;
    return kinds[0] == EXTRASAMPLE_ASSOCALPHA || kinds[0] == EXTRASAMPLE_UNASSALPHA;
}

std::size_t pages(TIFF* tiff) {
    constexpr std::size_t kEnough = 10000;
    std::size_t count = 1;
    while (count < kEnough && TIFFReadDirectory(tiff) != 0) ++count;
    return count;
}

/// libtiff's raster: a pixel is alpha, blue, green, red from the highest byte down. Colours are multiplied by
/// alpha.
void unpack(const std::uint32_t* pixels, int width, bool transparent, std::uint8_t* rgb) {
    for (int x = 0; x < width; ++x, rgb += 3) {
        const std::uint32_t pixel = pixels[x];
        const std::uint32_t white = transparent ? 255 - TIFFGetA(pixel) : 0;
        rgb[0] = static_cast<std::uint8_t>(std::min<std::uint32_t>(TIFFGetR(pixel) + white, 255));
        rgb[1] = static_cast<std::uint8_t>(std::min<std::uint32_t>(TIFFGetG(pixel) + white, 255));
        rgb[2] = static_cast<std::uint8_t>(std::min<std::uint32_t>(TIFFGetB(pixel) + white, 255));
    }
}

void note_what_was_dropped(TIFF* tiff, bool transparent, PictureNotes& notes) {
    const auto samples = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    const auto colours = field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    const int used = colours == PHOTOMETRIC_SEPARATED                             ? 4
                     : colours == PHOTOMETRIC_RGB || colours == PHOTOMETRIC_YCBCR ? 3
                                                                                  : 1;
    if (samples > used + (transparent ? 1 : 0)) {
        notes.warnings.push_back("has " + std::to_string(samples) + " samples a pixel; the first " +
                                 std::to_string(used) + " were read.");
    }
    if (colours == PHOTOMETRIC_SEPARATED) {
        notes.warnings.emplace_back(
            "has four inks (CMYK), which were turned to RGB by the plain rule, without a profile.");
    }
}

}  // namespace

Result<Image> decode_tiff(PictureBytes bytes, PictureNotes& notes) {
    be_silent();
    complaint[0] = '\0';
    Source source{bytes};
    const Tiff tiff(TIFFClientOpen("picture", "r", &source, Source::read, Source::write, Source::seek,
                                   Source::close, Source::size, Source::map, Source::unmap));
    if (!tiff) return given_up();
    if (is_camera_raw(tiff.get(), bytes)) {
        return fail(
            ErrorCode::kUnsupported,
            "is a camera's raw file, or its first page a thumbnail; develop it and save it as PNG, TIFF or "
            "JPEG.");
    }
    const auto side = [&](std::uint32_t tag) {
        return static_cast<int>(std::min<std::uint32_t>(field<std::uint32_t>(tiff.get(), tag, 0), INT32_MAX));
    };
    const Size size = {side(TIFFTAG_IMAGEWIDTH), side(TIFFTAG_IMAGELENGTH)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    std::array<char, 1024> reason{};
    if (TIFFRGBAImageOK(tiff.get(), reason.data()) == 0) {
        return fail(ErrorCode::kUnsupported, "is a TIFF of a kind that is not read (" +
                                                 std::string(reason.data()) +
                                                 "); save it with 8 or 16 bits a sample.");
    }

    const bool transparent = is_transparent(tiff.get());
    const bool deep = field<std::uint16_t>(tiff.get(), TIFFTAG_BITSPERSAMPLE, 1) == 16;
    notes.orientation = field<std::uint16_t>(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    if (notes.orientation < 1 || notes.orientation > 8) notes.orientation = 1;
    // libtiff turns upside down but not sideways; here it does neither.
    TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    std::vector<std::uint32_t> raster(Image::bytes(size, 1));
    if (TIFFReadRGBAImageOriented(tiff.get(), static_cast<std::uint32_t>(size.width),
                                  static_cast<std::uint32_t>(size.height), raster.data(), ORIENTATION_TOPLEFT,
                                  1) == 0) {
        return given_up();
    }
    UprightRows rows(size, notes.orientation);
    for (int y = 0; y < size.height; ++y) {
        unpack(raster.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width), size.width,
               transparent, rows.next_row());
        rows.row_done();
    }
    Image image = rows.take();
    std::uint32_t profile_bytes = 0;
    const void* profile = nullptr;
    const auto colours = field<std::uint16_t>(tiff.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    if (colours != PHOTOMETRIC_SEPARATED &&
        TIFFGetField(tiff.get(), TIFFTAG_ICCPROFILE, &profile_bytes, &profile) != 0) {
        turn_to_srgb(image, {static_cast<const std::byte*>(profile), profile_bytes},
                     colours <= PHOTOMETRIC_MINISBLACK, notes);
    }
    note_what_was_dropped(tiff.get(), transparent, notes);
    if (deep) note_dark_samples(notes, image);
    note_more_frames(notes, pages(tiff.get()), "pages");
    return image;
}

}  // namespace farsight
