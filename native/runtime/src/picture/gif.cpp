// GIF through giflib: the first frame, on white where nothing is drawn.
#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "picture/decoders.h"

namespace farsight {
namespace {

struct Source {
    PictureBytes rest;
    bool ended = false;

    static int read(GifFileType* file, GifByteType* out, int count) {
        auto& source = *static_cast<Source*>(file->UserData);
        const std::size_t taken = std::min(static_cast<std::size_t>(std::max(count, 0)), source.rest.size());
        if (taken < static_cast<std::size_t>(count)) source.ended = true;
        std::memcpy(out, source.rest.data(), taken);
        source.rest = source.rest.subspan(taken);
        return static_cast<int>(taken);
    }
};

struct Close {
    void operator()(GifFileType* file) const { DGifCloseFile(file, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Close>;

tl::unexpected<Error> given_up(const Source& source, int error) {
    if (source.ended) return truncated_picture();
    const char* reason = GifErrorString(error);
    return broken_picture(reason != nullptr ? reason : "giflib cannot read it");
}

/// Reads the extensions' blocks up to the next record; the transparent colour of a graphics control goes to
/// `clear`.
bool read_extension(GifFileType* file, int& clear) {
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(file, &code, &block) == GIF_ERROR) return false;
    while (block != nullptr) {
        if (code == GRAPHICS_EXT_FUNC_CODE && block[0] == 4) clear = (block[1] & 1) != 0 ? block[4] : -1;
        if (DGifGetExtensionNext(file, &block) == GIF_ERROR) return false;
    }
    return true;
}

/// Rows come in the order of four passes when a frame is interlaced.
std::vector<int> row_order(int height, bool interlaced) {
    std::vector<int> order;
    constexpr std::array<std::pair<int, int>, 4> kPasses = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    for (const auto& [first, step] : kPasses) {
        for (int y = interlaced ? first : 0; y < height; y += interlaced ? step : 1) order.push_back(y);
        if (!interlaced) break;
    }
    return order;
}

bool read_frame(GifFileType* file, int clear, Image& image) {
    const GifImageDesc& frame = file->Image;
    const ColorMapObject* colours = frame.ColorMap != nullptr ? frame.ColorMap : file->SColorMap;
    std::vector<GifPixelType> line(static_cast<std::size_t>(frame.Width));
    for (const int y : row_order(frame.Height, frame.Interlace)) {
        if (DGifGetLine(file, line.data(), frame.Width) == GIF_ERROR) return false;
        std::uint8_t* out = image.row(frame.Top + y) + std::ptrdiff_t{3} * frame.Left;
        for (const GifPixelType pixel : line) {
            if (pixel != clear && colours != nullptr && pixel < colours->ColorCount) {
                const GifColorType& colour = colours->Colors[pixel];
                out[0] = colour.Red;
                out[1] = colour.Green;
                out[2] = colour.Blue;
            }
            out += 3;
        }
    }
    return true;
}

/// Frames after the first, up to the file's end or the first fault.
std::size_t more_frames(GifFileType* file) {
    std::size_t count = 0;
    int clear = -1;
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    while (DGifGetRecordType(file, &record) != GIF_ERROR && record != TERMINATE_RECORD_TYPE) {
        if (record == EXTENSION_RECORD_TYPE && !read_extension(file, clear)) break;
        if (record != IMAGE_DESC_RECORD_TYPE) continue;
        int size = 0;
        GifByteType* block = nullptr;
        if (DGifGetImageHeader(file) == GIF_ERROR || DGifGetCode(file, &size, &block) == GIF_ERROR) break;
        ++count;
        while (block != nullptr && DGifGetCodeNext(file, &block) != GIF_ERROR) {
        }
        if (block != nullptr) break;
    }
    return count;
}

}  // namespace

Result<Image> decode_gif(PictureBytes bytes, PictureNotes& notes) {
    Source source{bytes};
    int error = 0;
    const Gif file(DGifOpen(&source, &Source::read, &error));
    if (!file) return given_up(source, error);
    int clear = -1;
    for (GifRecordType record = UNDEFINED_RECORD_TYPE; record != IMAGE_DESC_RECORD_TYPE;) {
        if (DGifGetRecordType(file.get(), &record) == GIF_ERROR) return given_up(source, file->Error);
        if (record == TERMINATE_RECORD_TYPE) return broken_picture("it has no frame");
        if (record == EXTENSION_RECORD_TYPE && !read_extension(file.get(), clear))
            return given_up(source, file->Error);
    }
    if (DGifGetImageHeader(file.get()) == GIF_ERROR) return given_up(source, file->Error);
    const GifImageDesc& frame = file->Image;
    // Some files say 0 for the whole, or have frames that stand over it.
    const Size size = {std::max(file->SWidth, frame.Left + frame.Width),
                       std::max(file->SHeight, frame.Top + frame.Height)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    if (frame.Width <= 0 || frame.Height <= 0 || frame.Left < 0 || frame.Top < 0)
        return broken_picture("its frame is empty");
    Image image(size, 3);
    std::fill_n(image.data(), Image::bytes(size, 3), std::uint8_t{255});
    if (!read_frame(file.get(), clear, image)) return given_up(source, file->Error);
    note_more_frames(notes, 1 + more_frames(file.get()), "frames");
    return image;
}

}  // namespace farsight
