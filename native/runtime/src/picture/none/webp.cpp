// Without libwebp.
#include "picture/decoders.h"
#include "picture/kind.h"

namespace farsight {

Result<Image> decode_webp(PictureBytes, PictureNotes&) {
    return kind_left_out("WebP", "libwebp");
}

}  // namespace farsight
