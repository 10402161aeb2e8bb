// Embedded colour profiles (ICC) to sRGB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "farsight/runtime/image_file.h"

namespace farsight {

/// Turns a picture whose colours are meant by this profile into sRGB, in place. A profile that is sRGB to
/// within two counts changes nothing; one that is broken or of another kind of colours changes nothing and is
/// noted.
void turn_to_srgb(Image& image, std::span<const std::byte> profile, bool grey, PictureNotes& notes);

/// From rows of four inks to rows of sRGB.
class InkProfile {
public:
    /// Nothing when the profile is none of four inks, or this build has no Little CMS. `inverted`: 255 is no
    /// ink.
    static std::unique_ptr<InkProfile> open(std::span<const std::byte> profile, bool inverted);

    InkProfile() = default;
    InkProfile(const InkProfile&) = delete;
    InkProfile& operator=(const InkProfile&) = delete;
    virtual ~InkProfile() = default;

    virtual void turn(const std::uint8_t* inks, std::size_t pixels, std::uint8_t* rgb) const = 0;
};

}  // namespace farsight
