// Reading JPEGs: how long Farsight's reader takes beside stb_image as version 0.1 used it, and what memory a
// large one needs.
//
//     jpeg_bench FILE...       milliseconds of each file, the best of alternating runs, in one process
//     jpeg_bench --megapixels N      peak memory of reading a baseline JPEG of N megapixels that is made
//     first
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>
// After <cstdio>, whose names it uses.
#include <jpeglib.h>

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_JPEG
#include <stb_image.h>

#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"

namespace {

using namespace farsight;
using Bytes = std::vector<std::byte>;
using Clock = std::chrono::steady_clock;

template <class Read>
double milliseconds(const Read& read) {
    const auto start = Clock::now();
    if (!read()) {
        std::fputs("a file cannot be read\n", stderr);
        std::exit(1);
    }
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// As the reader of version 0.1 did: stb asks for the bytes piece by piece, and the pixels are copied into an
/// image.
struct Source {
    const Bytes& bytes;
    std::size_t at = 0;

    static int read(void* user, char* out, int size) {
        auto& source = *static_cast<Source*>(user);
        const std::size_t count = std::min(static_cast<std::size_t>(size), source.bytes.size() - source.at);
        std::copy_n(reinterpret_cast<const char*>(source.bytes.data()) + source.at, count, out);
        source.at += count;
        return static_cast<int>(count);
    }
    static void skip(void* user, int count) {
        static_cast<Source*>(user)->at += static_cast<std::size_t>(count);
    }
    static int eof(void* user) {
        const auto& source = *static_cast<Source*>(user);
        return source.at == source.bytes.size() ? 1 : 0;
    }
};
constexpr stbi_io_callbacks kCallbacks = {&Source::read, &Source::skip, &Source::eof};

bool read_with_stb(const Bytes& bytes) {
    Source source{bytes};
    Size size;
    int channels = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_callbacks(&kCallbacks, &source, &size.width, &size.height, &channels, 3),
        &stbi_image_free);
    if (!pixels) return false;
    Image image(size, 3);
    std::copy_n(pixels.get(), Image::bytes(size, 3), image.data());
    return true;
}

struct Times {
    double ours = 1e9;
    double stb = 1e9;
};

Times compare(const char* name) {
    constexpr std::size_t kMostBytes = std::size_t{1} << 30;
    constexpr int kRuns = 9;
    const auto bytes = read_file(name, kMostBytes);
    if (!bytes) {
        std::fprintf(stderr, "%s\n", bytes.error().message.c_str());
        std::exit(1);
    }
    Times best;
    Size size;
    for (int run = 0; run < kRuns; ++run) {
        best.ours = std::min(best.ours, milliseconds([&] {
                                 const auto image = decode_image(*bytes);
                                 if (image) size = image->size();
                                 return image.has_value();
                             }));
        best.stb = std::min(best.stb, milliseconds([&] { return read_with_stb(*bytes); }));
    }
    std::printf("%-40s %5d x %-5d  Farsight %8.2f ms  stb %8.2f ms  %.2f times as fast\n", name, size.width,
                size.height, best.ours, best.stb, best.stb / best.ours);
    return best;
}

/// A baseline JPEG of ramps with some noise, four by three, made row by row.
Bytes make_baseline(int megapixels) {
    int side = 1;
    while (std::int64_t{12} * side * side < std::int64_t{megapixels} * 1000000) ++side;
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &out, &size);
    jpeg.image_width = static_cast<JDIMENSION>(4 * side);
    jpeg.image_height = static_cast<JDIMENSION>(3 * side);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 85, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    std::vector<JSAMPLE> row(std::size_t{3} * jpeg.image_width);
    std::uint32_t bits = 1;
    while (jpeg.next_scanline < jpeg.image_height) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            bits = bits * 1664525U + 1013904223U;  // Numerical Recipes' generator
            row[i] = static_cast<JSAMPLE>((i / 40 + jpeg.next_scanline / 20 + (bits >> 29)) & 0xFFU);
        }
        JSAMPROW rows = row.data();
        jpeg_write_scanlines(&jpeg, &rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + size);
    jpeg_destroy_compress(&jpeg);
    std::free(out);
    return bytes;
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
}

void measure_memory(std::string_view text) {
    int megapixels = 0;
    std::from_chars(text.data(), text.data() + text.size(), megapixels);
    const Bytes bytes = make_baseline(std::clamp(megapixels, 1, 268));
    const auto image = decode_image(bytes);
    if (!image) {
        std::fprintf(stderr, "%s\n", image.error().message.c_str());
        std::exit(1);
    }
    const double pixels = static_cast<double>(Image::bytes(image->size(), 1));
    std::printf(
        "%d x %d pixels, file %.0f MB: peak %.0f MB, which is 3 bytes a pixel and %.0f MB, the file's among "
        "them\n",
        image->size().width, image->size().height, static_cast<double>(bytes.size()) / 1e6, peak_megabytes(),
        peak_megabytes() - 3 * pixels / 1e6);
}

}  // namespace

int main(int count, char** words) {
    if (count == 3 && std::string_view(words[1]) == "--megapixels") {
        measure_memory(words[2]);
        return 0;
    }
    Times all = {0, 0};
    for (int i = 1; i < count; ++i) {
        const Times best = compare(words[i]);
        all.ours += best.ours;
        all.stb += best.stb;
    }
    if (count > 1) {
        std::printf("%-40s %13s  Farsight %8.2f ms  stb %8.2f ms  %.2f times as fast\n", "all", "", all.ours,
                    all.stb, all.stb / all.ours);
    }
    return 0;
}
