// Writes PNG (ISO/IEC 15948).
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <utility>

#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"

namespace farsight {
namespace {

using Rows = std::vector<std::uint8_t>;

constexpr std::array kSignature = {std::byte{0x89}, std::byte{'P'},  std::byte{'N'},  std::byte{'G'},
                                   std::byte{'\r'}, std::byte{'\n'}, std::byte{0x1A}, std::byte{'\n'}};

void put_u32(std::vector<std::byte>& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(value >> shift));
}

void put_chunk(std::vector<std::byte>& out, std::string_view type, std::span<const std::uint8_t> data) {
    put_u32(out, static_cast<std::uint32_t>(data.size()));
    const std::size_t start = out.size();
    const auto type_bytes = std::as_bytes(std::span(type));
    out.insert(out.end(), type_bytes.begin(), type_bytes.end());
    const auto data_bytes = std::as_bytes(data);
    out.insert(out.end(), data_bytes.begin(), data_bytes.end());
    put_u32(out, static_cast<std::uint32_t>(
                     ::crc32_z(0, reinterpret_cast<const Bytef*>(&out[start]), out.size() - start)));
}

std::uint8_t paeth(int left, int above, int corner) {
    const int estimate = left + above - corner;
    const int to_left = std::abs(estimate - left);
    const int to_above = std::abs(estimate - above);
    const int to_corner = std::abs(estimate - corner);
    if (to_left <= to_above && to_left <= to_corner) return static_cast<std::uint8_t>(left);
    return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

/// The data of a tEXt chunk: a keyword, a zero and the text.
Rows software_text(std::string_view software) {
    constexpr std::string_view kKeyword = "Software";
    Rows text(kKeyword.begin(), kKeyword.end());
    text.push_back(0);
    text.insert(text.end(), software.begin(), software.end());
    return text;
}

/// All that follows the pixels.
void put_tail(std::vector<std::byte>& png, std::string_view software) {
    if (!software.empty()) put_chunk(png, "tEXt", software_text(software));
    put_chunk(png, "IEND", {});
}

enum RowFilter : std::uint8_t { kNone, kSub, kUp, kAverage, kPaeth, kFilters };

/// Neighbours of a row of `bytes` bytes; `left` bytes stand before each of its pixels' own.
struct Neighbours {
    const std::uint8_t* row;
    const std::uint8_t* above;
    std::size_t bytes;
    std::size_t left;
};

template <class Predict>
std::uint64_t filter_with(const Neighbours& in, std::uint8_t* __restrict out, Predict predict) {
    // The bytes before a row count as 0.
    for (std::size_t i = 0; i < in.left; ++i) {
        out[i] = static_cast<std::uint8_t>(in.row[i] - predict(0, in.above[i], 0));
    }
    for (std::size_t i = in.left; i < in.bytes; ++i) {
        out[i] = static_cast<std::uint8_t>(in.row[i] -
                                           predict(in.row[i - in.left], in.above[i], in.above[i - in.left]));
    }
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < in.bytes; ++i) {
        sum += static_cast<unsigned>(std::abs(static_cast<std::int8_t>(out[i])));
    }
    return sum;
}

/// Fills `out` and gives the sum of the residues' sizes: the least usually deflates best.
std::uint64_t filter_row(RowFilter filter, const Neighbours& in, std::uint8_t* out) {
    switch (filter) {
        case kSub:
            return filter_with(in, out, [](int left, int, int) { return left; });
        case kUp:
            return filter_with(in, out, [](int, int above, int) { return above; });
        case kAverage:
            return filter_with(in, out, [](int left, int above, int) { return (left + above) / 2; });
        case kPaeth:
            return filter_with(in, out, paeth);
        default:
            return filter_with(in, out, [](int, int, int) { return 0; });
    }
}

Rows filtered_rows(const ImageView& image) {
    const auto left = static_cast<std::size_t>(image.channels);
    const std::size_t bytes = static_cast<std::size_t>(image.size.width) * left;
    const auto height = static_cast<std::size_t>(image.size.height);
    Rows rows;
    rows.reserve((bytes + 1) * height);
    std::array<Rows, kFilters> tries;
    for (Rows& row : tries) row.resize(bytes);
    const Rows zeros(bytes, 0);
    for (std::size_t y = 0; y < height; ++y) {
        const std::uint8_t* row = image.pixels + y * static_cast<std::size_t>(image.stride_bytes);
        const Neighbours in = {row, y > 0 ? row - image.stride_bytes : zeros.data(), bytes, left};
        std::uint8_t best = kNone;
        std::uint64_t least = UINT64_MAX;
        for (std::uint8_t filter = kNone; filter < kFilters; ++filter) {
            const std::uint64_t sum = filter_row(static_cast<RowFilter>(filter), in, tries[filter].data());
            if (sum >= least) continue;
            least = sum;
            best = filter;
        }
        rows.push_back(best);
        rows.insert(rows.end(), tries[best].begin(), tries[best].end());
    }
    return rows;
}

/// Deflates by runs and Huffman codes alone: sensor noise leaves no repeats worth a search, which would
/// take ten times as long and save nothing.
Result<Rows> deflated(const Rows& rows) {
    z_stream stream{};
    if (::deflateInit2(&stream, 1, Z_DEFLATED, 15, 8, Z_RLE) != Z_OK) {
        return fail(ErrorCode::kRuntime, "zlib cannot start; is there enough memory?");
    }
    Rows out(::deflateBound(&stream, rows.size()));
    stream.next_in = const_cast<Bytef*>(rows.data());
    stream.avail_in = static_cast<uInt>(rows.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const bool ended = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (!ended) return fail(ErrorCode::kRuntime, "zlib cannot deflate the picture.");
    return out;
}

}  // namespace

Result<std::vector<std::byte>> encode_png(const ImageView& image, std::string_view software) {
    if (auto good = check_image(image); !good) return tl::unexpected(good.error());
    if (Image::bytes(image.size, image.channels) > INT32_MAX) {
        return fail(ErrorCode::kTooLarge, "The picture is too large to be written as PNG.");
    }
    const auto pixels = deflated(filtered_rows(image));
    if (!pixels) return tl::unexpected(pixels.error());
    std::vector<std::byte> png(kSignature.begin(), kSignature.end());
    png.reserve(pixels->size() + 64);
    Rows header;
    for (const int side : {image.size.width, image.size.height}) {
        for (int shift = 24; shift >= 0; shift -= 8)
            header.push_back(static_cast<std::uint8_t>(side >> shift));
    }
    constexpr std::uint8_t kRgb = 2;
    constexpr std::uint8_t kRgba = 6;
    header.insert(header.end(), {8, image.channels == 4 ? kRgba : kRgb, 0, 0, 0});
    put_chunk(png, "IHDR", header);
    put_chunk(png, "IDAT", *pixels);
    put_tail(png, software);
    return png;
}

Result<void> write_png(const std::filesystem::path& file, const ImageView& image, std::string_view software) {
    const auto png = encode_png(image, software);
    if (!png) return tl::unexpected(png.error());
    return write_file(file, std::span<const std::byte>(*png));
}

bool is_png_of(const std::filesystem::path& file, std::string_view software) {
    std::vector<std::byte> mark;
    put_tail(mark, software);
    std::string tail(mark.size(), '\0');
    std::ifstream in(file, std::ios::binary);
    in.seekg(-static_cast<std::streamoff>(tail.size()), std::ios::end);
    if (!in.read(tail.data(), static_cast<std::streamsize>(tail.size()))) return false;
    return std::equal(mark.begin(), mark.end(), std::as_bytes(std::span(tail)).begin());
}

}  // namespace farsight
