// Without libheif.
#include "picture/decoders.h"
#include "picture/kind.h"

namespace farsight {

Result<Image> decode_heic(PictureBytes, PictureNotes&) {
    return kind_left_out("HEIC", "libheif");
}

}  // namespace farsight
