// WebP through libwebp.
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "picture/colour.h"
#include "picture/decoders.h"
#include "picture/exif.h"
#include "picture/upright.h"

namespace farsight {
namespace {

PictureBytes span_of(const WebPData& data) {
    return std::as_bytes(std::span(data.bytes, data.size));
}

/// The bytes of a chunk of this name; empty when there is none.
PictureBytes chunk(const WebPDemuxer* file, const char* name) {
    WebPChunkIterator found;
    if (WebPDemuxGetChunk(file, name, 1, &found) == 0) return {};
    const PictureBytes bytes = span_of(found.chunk);
    WebPDemuxReleaseChunkIterator(&found);
    return bytes;
}

tl::unexpected<Error> failed(VP8StatusCode status) {
    switch (status) {
        case VP8_STATUS_NOT_ENOUGH_DATA:
        case VP8_STATUS_SUSPENDED:
            return truncated_picture();
        case VP8_STATUS_OUT_OF_MEMORY:
            return fail(ErrorCode::kTooLarge, "is too large to decode (libwebp has no memory).");
        default:
            return broken_picture("libwebp's status " + std::to_string(status));
    }
}

/// One frame's pixels onto a canvas of RGBA, transparent elsewhere.
Result<Image> decode_frame(const WebPIterator& frame, Size canvas) {
    Image image(canvas, 4);
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0) return broken_picture("libwebp is of another version");
    const PictureBytes bytes = span_of(frame.fragment);
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (const auto status = WebPGetFeatures(data, bytes.size(), &config.input); status != VP8_STATUS_OK)
        return failed(status);
    if (frame.x_offset + config.input.width > canvas.width ||
        frame.y_offset + config.input.height > canvas.height)
        return broken_picture("a frame lies outside of it");
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = image.row(frame.y_offset) + std::ptrdiff_t{4} * frame.x_offset;
    config.output.u.RGBA.stride = static_cast<int>(image.stride_bytes());
    config.output.u.RGBA.size = Image::bytes({canvas.width, canvas.height - frame.y_offset}, 4) -
                                std::size_t{4} * static_cast<std::size_t>(frame.x_offset);
    if (const auto status = WebPDecode(data, bytes.size(), &config); status != VP8_STATUS_OK)
        return failed(status);
    return image;
}

}  // namespace

Result<Image> decode_webp(PictureBytes bytes, PictureNotes& notes) {
    const WebPData data = {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> file(WebPDemuxPartial(&data, &state),
                                                                        &WebPDemuxDelete);
    if (state == WEBP_DEMUX_PARSE_ERROR) return broken_picture("libwebp cannot parse it");
    if (!file || state != WEBP_DEMUX_DONE) return truncated_picture();
    const auto side = [&](WebPFormatFeature feature) {
        return static_cast<int>(std::min<std::uint32_t>(WebPDemuxGetI(file.get(), feature), INT32_MAX));
    };
    const Size size = {side(WEBP_FF_CANVAS_WIDTH), side(WEBP_FF_CANVAS_HEIGHT)};
    if (auto good = check_size(size); !good) return tl::unexpected(good.error());
    WebPIterator first;
    if (WebPDemuxGetFrame(file.get(), 1, &first) == 0) return truncated_picture();
    const auto canvas = decode_frame(first, size);
    WebPDemuxReleaseIterator(&first);
    if (!canvas) return tl::unexpected(canvas.error());
    note_more_frames(notes, WebPDemuxGetI(file.get(), WEBP_FF_FRAME_COUNT), "frames");

    notes.orientation = orientation_of_exif(chunk(file.get(), "EXIF"));
    UprightRows rows(size, notes.orientation);
    for (int y = 0; y < size.height; ++y) {
        lay_on_white(canvas->row(y), static_cast<std::size_t>(size.width), rows.next_row());
        rows.row_done();
    }
    Image image = rows.take();
    turn_to_srgb(image, chunk(file.get(), "ICCP"), false, notes);
    return image;
}

}  // namespace farsight
