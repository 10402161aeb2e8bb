// Without libtiff.
#include "picture/decoders.h"
#include "picture/kind.h"

namespace farsight {

Result<Image> decode_tiff(PictureBytes, PictureNotes&) {
    return kind_left_out("TIFF", "libtiff");
}

}  // namespace farsight
