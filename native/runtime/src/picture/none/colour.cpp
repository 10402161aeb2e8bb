// Without Little CMS: profiles are not applied.
#include "picture/colour.h"

namespace farsight {

void turn_to_srgb(Image&, std::span<const std::byte> profile, bool, PictureNotes& notes) {
    if (profile.empty()) return;
    notes.warnings.emplace_back(
        "has a colour profile that was not applied, since this build has no Little CMS; its pixels were "
        "taken for "
        "sRGB.");
}

std::unique_ptr<InkProfile> InkProfile::open(std::span<const std::byte>, bool) {
    return nullptr;
}

}  // namespace farsight
