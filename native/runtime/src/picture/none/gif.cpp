// Without giflib.
#include "picture/decoders.h"
#include "picture/kind.h"

namespace farsight {

Result<Image> decode_gif(PictureBytes, PictureNotes&) {
    return kind_left_out("GIF", "giflib");
}

}  // namespace farsight
