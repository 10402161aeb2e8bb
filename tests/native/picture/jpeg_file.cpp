#include "picture/jpeg_file.h"

#include <cstdio>
#include <cstdlib>
// After <cstdio>, whose names it uses.
#include <jpeglib.h>

#include <span>

namespace farsight::tests {

FileBytes make_jpeg(const std::vector<std::uint8_t>& pixels, Size size, const JpegKind& kind) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* out = nullptr;
    unsigned long bytes = 0;
    jpeg_mem_dest(&jpeg, &out, &bytes);
    jpeg.image_width = static_cast<JDIMENSION>(size.width);
    jpeg.image_height = static_cast<JDIMENSION>(size.height);
    jpeg.input_components = kind.components;
    jpeg.in_color_space = kind.components == 1 ? JCS_GRAYSCALE : kind.components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, kind.quality, TRUE);
    if (kind.full_colour && kind.components == 3)
        jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
    if (kind.progressive) jpeg_simple_progression(&jpeg);
    const std::vector<jpeg_scan_info> scans = {
        {1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}};
    if (kind.separate_scans) {
        jpeg.scan_info = scans.data();
        jpeg.num_scans = kind.components;
    }
    jpeg.restart_in_rows = static_cast<int>(kind.restart_rows);
    jpeg_start_compress(&jpeg, TRUE);
    const std::size_t row_bytes =
        static_cast<std::size_t>(size.width) * static_cast<std::size_t>(kind.components);
    while (jpeg.next_scanline < jpeg.image_height) {
        auto* row = const_cast<JSAMPROW>(pixels.data() + jpeg.next_scanline * row_bytes);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    FileBytes file(first, first + bytes);
    jpeg_destroy_compress(&jpeg);
    std::free(out);
    return file;
}

std::vector<std::uint8_t> read_as_libjpeg_does(const FileBytes& file) {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(file.data()),
                 static_cast<unsigned long>(file.size()));
    jpeg_read_header(&jpeg, TRUE);
    if (jpeg.num_components < 4) jpeg.out_color_space = JCS_RGB;
    jpeg_start_decompress(&jpeg);
    const std::size_t row_bytes =
        std::size_t{jpeg.output_width} * static_cast<std::size_t>(jpeg.output_components);
    std::vector<std::uint8_t> pixels(row_bytes * jpeg.output_height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = pixels.data() + jpeg.output_scanline * row_bytes;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return pixels;
}

std::vector<std::uint8_t> busy_pixels(Size size, int components) {
    std::vector<std::uint8_t> pixels;
    std::uint32_t bits = 1;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (int c = 0; c < components; ++c) {
                bits = bits * 1664525U + 1013904223U;
                const int ramp = c == 0 ? 3 * x : c == 1 ? 2 * y : x + y;
                pixels.push_back(static_cast<std::uint8_t>((ramp + static_cast<int>(bits >> 28)) % 256));
            }
        }
    }
    return pixels;
}

FileBytes bytes_of(std::string_view text) {
    const auto span = std::as_bytes(std::span(text));
    return {span.begin(), span.end()};
}

FileBytes operator+(FileBytes first, const FileBytes& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

FileBytes without_end_marker(const FileBytes& file) {
    return {file.begin(), file.end() - 2};
}

}  // namespace farsight::tests
