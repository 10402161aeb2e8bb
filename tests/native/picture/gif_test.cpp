#include <gif_lib.h>

#include <catch2/catch.hpp>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

constexpr int kWidth = 4;
constexpr int kHeight = 10;

int append(GifFileType* gif, const GifByteType* bytes, int count) {
    auto& file = *static_cast<FileBytes*>(gif->UserData);
    const auto* first = reinterpret_cast<const std::byte*>(bytes);
    file.insert(file.end(), first, first + count);
    return count;
}

/// Row y has the colour of palette entry y, a grey of 10 y; the frame may be smaller than the screen.
FileBytes make_gif(int frames, bool interlaced, int clear = -1, int left = 0) {
    FileBytes file;
    int error = 0;
    GifFileType* gif = EGifOpen(&file, &append, &error);
    std::vector<GifColorType> greys;
    for (int i = 0; i < 16; ++i) {
        const auto grey = static_cast<GifByteType>(10 * i);
        greys.push_back({grey, grey, grey});
    }
    ColorMapObject* colours = GifMakeMapObject(16, greys.data());
    EGifSetGifVersion(gif, true);
    EGifPutScreenDesc(gif, kWidth, kHeight, 4, 0, colours);
    for (int frame = 0; frame < frames; ++frame) {
        if (clear >= 0) {
            const GraphicsControlBlock control = {DISPOSAL_UNSPECIFIED, false, 0, clear};
            GifByteType block[4];
            EGifGCBToExtension(&control, block);
            EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, block);
        }
        EGifPutImageDesc(gif, left, 0, kWidth - left, kHeight, interlaced, nullptr);
        // giflib writes lines as they come; an interlaced file wants the order 0, 8, 4, 2, 6, then the odd
        // rows.
        const std::vector<int> order = interlaced ? std::vector<int>{0, 8, 4, 2, 6, 1, 3, 5, 7, 9}
                                                  : std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (const int y : order) {
            std::vector<GifPixelType> line(kWidth, static_cast<GifPixelType>(frame == 0 ? y : 15));
            EGifPutLine(gif, line.data(), kWidth - left);
        }
    }
    GifFreeMapObject(colours);
    EGifCloseFile(gif, &error);
    return file;
}

std::vector<int> column(const Image& image, int x) {
    std::vector<int> found;
    for (int y = 0; y < image.size().height; ++y) found.push_back(image.row(y)[3 * x]);
    return found;
}

const std::vector<int> kRamp = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90};

}  // namespace

TEST_CASE("a GIF's first frame is read, interlaced or not, and a warning counts the frames") {
    for (const bool interlaced : {false, true}) {
        PictureNotes notes;
        const auto image = decode_image(make_gif(1, interlaced), &notes);
        REQUIRE(image);
        CHECK(column(*image, 2) == kRamp);
        CHECK(notes.warnings.empty());
    }
    PictureNotes notes;
    const auto first = decode_image(make_gif(3, false), &notes);
    REQUIRE(first);
    CHECK(column(*first, 0) == kRamp);
    CHECK(notes.warnings == std::vector<std::string>{"has 3 frames; the first alone was read."});
}

TEST_CASE("what a GIF leaves clear or outside of its frame is white") {
    const auto image = decode_image(make_gif(1, false, 3, 1));
    REQUIRE(image);
    CHECK(column(*image, 0) == std::vector<int>(10, 255));
    CHECK(column(*image, 1) == std::vector<int>{0, 10, 20, 255, 40, 50, 60, 70, 80, 90});
}

TEST_CASE("a GIF cut in its frame is an error") {
    const FileBytes file = make_gif(1, false);
    for (std::size_t length = 1; length + 3 < file.size(); ++length) {
        CAPTURE(length);
        REQUIRE(!decode_image(std::span(file).first(length)));
    }
}
