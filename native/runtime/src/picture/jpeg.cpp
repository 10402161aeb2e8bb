// JPEG through libjpeg-turbo, as tolerant as cameras are careless and no more.
#include <csetjmp>
#include <cstdint>
#include <cstdio>
// jpeglib.h wants the C library's names before it, and jerror.h what jpeglib.h defines.
#include <jpeglib.h>
// clang-format would sort them.
#include <jerror.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "picture/colour.h"
#include "picture/decoders.h"
#include "picture/exif.h"
#include "picture/upright.h"

namespace farsight {
namespace {

/// A file of more scans than this was made to cost time: a progressive picture needs about ten.
constexpr int kMaxScans = 200;

/// libjpeg's decompressor, what it complained of, and where it jumps to when it gives up.
struct Decoder {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg_source_mgr source{};
    jpeg_progress_mgr progress{};
    std::jmp_buf give_up{};

    int error_code = 0;
    std::array<char, JMSG_LENGTH_MAX> message{};  ///< Of the error, or of the damage.
    bool source_ended = false;
    bool blocks_missing = false;
    bool blocks_damaged = false;
    bool too_many_scans = false;
    long unknown_bytes = 0;  ///< Bytes that belong to no scan and no marker.

    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { jpeg_destroy_decompress(&jpeg); }
};

Decoder& decoder_of(j_common_ptr jpeg) {
    return *static_cast<Decoder*>(jpeg->client_data);
}

[[noreturn]] void on_error(j_common_ptr jpeg) {
    Decoder& decoder = decoder_of(jpeg);
    decoder.error_code = decoder.errors.msg_code;
    decoder.errors.format_message(jpeg, decoder.message.data());
    std::longjmp(decoder.give_up, 1);
}

/// Level -1 is a warning; above are traces.
void on_message(j_common_ptr jpeg, int level) {
    if (level >= 0) return;
    Decoder& decoder = decoder_of(jpeg);
    switch (decoder.errors.msg_code) {
        case JWRN_HIT_MARKER:
            decoder.blocks_missing = true;
            break;
        case JWRN_HUFF_BAD_CODE:
        case JWRN_ARITH_BAD_CODE:
        case JWRN_MUST_RESYNC:
            if (!decoder.blocks_damaged) decoder.errors.format_message(jpeg, decoder.message.data());
            decoder.blocks_damaged = true;
            break;
        case JWRN_EXTRANEOUS_DATA:
            decoder.unknown_bytes += decoder.errors.msg_parm.i[0];
            break;
        default:
            break;
    }
}

void on_progress(j_common_ptr jpeg) {
    Decoder& decoder = decoder_of(jpeg);
    if (decoder.jpeg.input_scan_number <= kMaxScans) return;
    decoder.too_many_scans = true;
    std::longjmp(decoder.give_up, 1);
}

void source_begins(j_decompress_ptr) {}
void source_ends(j_decompress_ptr) {}

/// Beyond the file's end stands an end marker, as in libjpeg's own sources.
boolean source_is_empty(j_decompress_ptr jpeg) {
    static constexpr std::array<JOCTET, 2> kEnd = {0xFF, JPEG_EOI};
    decoder_of(reinterpret_cast<j_common_ptr>(jpeg)).source_ended = true;
    jpeg->src->next_input_byte = kEnd.data();
    jpeg->src->bytes_in_buffer = kEnd.size();
    return TRUE;
}

void source_skips(j_decompress_ptr jpeg, long count) {
    if (count <= 0) return;
    const auto wanted = static_cast<std::size_t>(count);
    if (wanted > jpeg->src->bytes_in_buffer) {
        source_is_empty(jpeg);
        return;
    }
    jpeg->src->next_input_byte += wanted;
    jpeg->src->bytes_in_buffer -= wanted;
}

/// Runs a step of libjpeg; false when it gave up. The step may not hold anything that wants to be destroyed.
template <class Step>
bool succeeds(Decoder& decoder, const Step& step) {
    if (setjmp(decoder.give_up) != 0) return false;
    step();
    return true;
}

void connect(Decoder& decoder, PictureBytes bytes) {
    decoder.jpeg.err = jpeg_std_error(&decoder.errors);
    decoder.jpeg.client_data = &decoder;
    decoder.errors.error_exit = on_error;
    decoder.errors.emit_message = on_message;
    decoder.source.next_input_byte = reinterpret_cast<const JOCTET*>(bytes.data());
    decoder.source.bytes_in_buffer = bytes.size();
    decoder.source.init_source = source_begins;
    decoder.source.fill_input_buffer = source_is_empty;
    decoder.source.skip_input_data = source_skips;
    decoder.source.resync_to_restart = jpeg_resync_to_restart;
    decoder.source.term_source = source_ends;
    decoder.progress.progress_monitor = on_progress;
}

tl::unexpected<Error> given_up(const Decoder& decoder) {
    const std::string reason = decoder.message.data();
    if (decoder.too_many_scans) return broken_picture("it has more than 200 scans");
    switch (decoder.error_code) {
        case JERR_BAD_PRECISION:
        case JERR_SOF_UNSUPPORTED:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_FRACT_SAMPLE_NOTIMPL:
        case JERR_CCIR601_NOTIMPL:
            return fail(ErrorCode::kUnsupported, "is a JPEG of a rare kind (" + reason +
                                                     "); convert it to PNG or to a baseline JPEG.");
        case JERR_OUT_OF_MEMORY:
        case JERR_IMAGE_TOO_BIG:
            return fail(ErrorCode::kTooLarge, "is too large to decode (" + reason + ").");
        default:
            return decoder.source_ended ? truncated_picture() : broken_picture(reason);
    }
}

/// What libjpeg holds of a picture whose scans must all be read before the first row: two bytes a
/// coefficient.
std::uint64_t coefficient_bytes(const jpeg_decompress_struct& jpeg) {
    std::uint64_t blocks = 0;
    for (int i = 0; i < jpeg.num_components; ++i) {
        const jpeg_component_info& component = jpeg.comp_info[i];
        blocks += std::uint64_t{component.width_in_blocks} * component.height_in_blocks;
    }
    return blocks * DCTSIZE2 * sizeof(JCOEF);
}

Result<Size> check_header(Decoder& decoder) {
    const jpeg_decompress_struct& jpeg = decoder.jpeg;
    const auto side = [](JDIMENSION pixels) {
        return static_cast<int>(std::min(pixels, JDIMENSION{INT32_MAX}));
    };
    const Size size = {side(jpeg.image_width), side(jpeg.image_height)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    if (jpeg_has_multiple_scans(&decoder.jpeg) && coefficient_bytes(jpeg) > kMaxJpegCoefficientBytes) {
        return fail(ErrorCode::kTooLarge, "is a progressive JPEG of " + std::to_string(size.width) + " x " +
                                              std::to_string(size.height) + " pixels, which needs " +
                                              std::to_string(coefficient_bytes(jpeg) >> 20) +
                                              " MiB to decode; at most " +
                                              std::to_string(kMaxJpegCoefficientBytes >> 20) +
                                              " MiB are taken. Save it as a baseline JPEG.");
    }
    return size;
}

/// Four inks to RGB by the plain rule: each colour is what its ink and black leave of white. Adobe's
/// programs store how much light each ink leaves, which makes the rule a product.
void rgb_from_cmyk(const std::uint8_t* cmyk, bool inverted, std::size_t pixels, std::uint8_t* rgb) {
    for (std::size_t i = 0; i < pixels; ++i, cmyk += 4, rgb += 3) {
        const auto light = [&](std::size_t ink) { return inverted ? cmyk[ink] : 255U - cmyk[ink]; };
        for (std::size_t c = 0; c < 3; ++c) {
            rgb[c] = static_cast<std::uint8_t>((light(c) * light(3) + 127U) / 255U);
        }
    }
}

/// The colour profile in the file's APP2 segments; empty when there is none or a part of it is missing.
std::vector<std::byte> colour_profile(Decoder& decoder) {
    JOCTET* data = nullptr;
    unsigned length = 0;
    std::vector<std::byte> profile;
    if (succeeds(decoder, [&] { jpeg_read_icc_profile(&decoder.jpeg, &data, &length); }) && data != nullptr) {
        const auto* first = reinterpret_cast<const std::byte*>(data);
        profile.assign(first, first + length);
    }
    std::free(data);
    return profile;
}

void read_rgb_rows(jpeg_decompress_struct& jpeg, UprightRows& rows) {
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = rows.next_row();
        if (jpeg_read_scanlines(&jpeg, &row, 1) == 1) rows.row_done();
    }
}

void read_cmyk_rows(jpeg_decompress_struct& jpeg, const InkProfile* profile, std::uint8_t* buffer,
                    UprightRows& rows) {
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = buffer;
        if (jpeg_read_scanlines(&jpeg, &row, 1) != 1) continue;
        if (profile != nullptr) {
            profile->turn(buffer, jpeg.output_width, rows.next_row());
        } else {
            rgb_from_cmyk(buffer, jpeg.saw_Adobe_marker != 0, jpeg.output_width, rows.next_row());
        }
        rows.row_done();
    }
}

/// Whether every part of every component was in some scan.
bool all_scans_came(const Decoder& decoder) {
    const jpeg_decompress_struct& jpeg = decoder.jpeg;
    for (int i = 0; i < jpeg.num_components; ++i) {
        if (jpeg.comp_info[i].quant_table == nullptr) return false;
        // Some writers never send the highest frequencies; only a missing end makes that suspicious.
        if (jpeg.coef_bits == nullptr || !decoder.source_ended) continue;
        for (int k = 0; k < DCTSIZE2; ++k) {
            if (jpeg.coef_bits[i][k] != 0) return false;
        }
    }
    return true;
}

}  // namespace

Result<Image> decode_jpeg(PictureBytes bytes, PictureNotes& notes) {
    Decoder decoder;
    jpeg_decompress_struct& jpeg = decoder.jpeg;
    connect(decoder, bytes);
    if (!succeeds(decoder, [&] {
            jpeg_create_decompress(&jpeg);
            jpeg.src = &decoder.source;
            jpeg.progress = &decoder.progress;
            jpeg_save_markers(&jpeg, JPEG_APP0 + 2, 0xFFFF);
            jpeg_read_header(&jpeg, TRUE);
        })) {
        return given_up(decoder);
    }
    const auto size = check_header(decoder);
    if (!size) return tl::unexpected(size.error());

    const bool inks = jpeg.num_components == 4;
    jpeg.out_color_space = inks ? JCS_CMYK : JCS_RGB;
    const auto profile = colour_profile(decoder);
    const auto ink_profile = inks ? InkProfile::open(profile, jpeg.saw_Adobe_marker != 0) : nullptr;
    notes.orientation = exif_orientation(bytes);
    UprightRows rows(*size, notes.orientation);
    std::vector<std::uint8_t> buffer(inks ? 4 * static_cast<std::size_t>(size->width) : 0);
    bool scans_came = false;
    if (!succeeds(decoder, [&] {
            jpeg_start_decompress(&jpeg);
            if (inks) {
                read_cmyk_rows(jpeg, ink_profile.get(), buffer.data(), rows);
            } else {
                read_rgb_rows(jpeg, rows);
            }
            scans_came = all_scans_came(decoder);
        })) {
        return given_up(decoder);
    }
    if (decoder.blocks_damaged) return broken_picture(decoder.message.data());
    if (decoder.blocks_missing || !scans_came) return truncated_picture();

    // All pixels are there. What stands between them and the end can only be remarked.
    const bool ended_well = succeeds(decoder, [&] { jpeg_finish_decompress(&jpeg); });
    if (decoder.source_ended) {
        notes.warnings.emplace_back("has no end marker; all of its pixels were there.");
    } else if (!ended_well || decoder.unknown_bytes > 0) {
        notes.warnings.emplace_back("has unknown data beside its picture; all of its pixels were there.");
    }
    Image image = rows.take();
    if (!inks) turn_to_srgb(image, profile, jpeg.num_components == 1, notes);
    if (inks && !ink_profile) {
        notes.warnings.emplace_back(
            "has four inks (CMYK), which were turned to RGB by the plain rule, without a profile.");
    }
    return image;
}

}  // namespace farsight
