// Without libavif.
#include "picture/decoders.h"
#include "picture/kind.h"

namespace farsight {

Result<Image> decode_avif(PictureBytes, PictureNotes&) {
    return kind_left_out("AVIF", "libavif");
}

}  // namespace farsight
