#include "picture/colour.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace farsight {
namespace {

struct CloseProfile {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

Profile open_profile(std::span<const std::byte> bytes) {
    return Profile(cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
}

/// Without lcms's memory of the last colour, so that threads may share a transform.
Transform make_transform(std::span<const std::byte> profile, cmsColorSpaceSignature space,
                         cmsUInt32Number format) {
    const Profile from = open_profile(profile);
    if (!from || cmsGetColorSpace(from.get()) != space) return nullptr;
    const Profile srgb(cmsCreate_sRGBProfile());
    return Transform(
        cmsCreateTransform(from.get(), format, srgb.get(), TYPE_RGB_8, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE));
}

/// Tried on a grid of 9 x 9 x 9 colours.
bool changes_nothing(const Transform& transform) {
    std::vector<std::uint8_t> grid;
    for (int i = 0; i < 9 * 9 * 9; ++i) {
        for (const int level : {i % 9, i / 9 % 9, i / 81})
            grid.push_back(static_cast<std::uint8_t>(level * 255 / 8));
    }
    std::vector<std::uint8_t> turned(grid.size());
    cmsDoTransform(transform.get(), grid.data(), turned.data(), 9 * 9 * 9);
    return std::equal(grid.begin(), grid.end(), turned.begin(),
                      [](int before, int after) { return std::abs(before - after) <= 2; });
}

/// What a profile does to the pixels of a picture.
struct ProfileEffect {
    Transform transform;  ///< Empty when the profile is broken or of other pixels.
    bool nothing = false;
};

std::shared_ptr<const ProfileEffect> study(std::span<const std::byte> profile, bool grey) {
    auto effect = std::make_shared<ProfileEffect>();
    effect->transform =
        make_transform(profile, grey ? cmsSigGrayData : cmsSigRgbData, grey ? TYPE_GRAY_8 : TYPE_RGB_8);
    effect->nothing = effect->transform && !grey && changes_nothing(effect->transform);
    return effect;
}

/// The effects of the profiles seen last. The photos of a set mostly carry the same one, and to study it
/// takes longer than to decode a small photo.
class ProfileEffects {
public:
    std::shared_ptr<const ProfileEffect> of(std::span<const std::byte> profile, bool grey) {
        if (profile.size() > kLargestKept) return study(profile, grey);
        const std::lock_guard lock(mutex_);
        const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
            return entry.grey == grey &&
                   std::equal(entry.profile.begin(), entry.profile.end(), profile.begin(), profile.end());
        });
        if (known != entries_.end()) {
            std::rotate(entries_.begin(), known, known + 1);
        } else {
            if (entries_.size() == kMostKept) entries_.pop_back();
            entries_.insert(entries_.begin(),
                            Entry{{profile.begin(), profile.end()}, grey, study(profile, grey)});
        }
        return entries_.front().effect;
    }

private:
    static constexpr std::size_t kMostKept = 8;
    static constexpr std::size_t kLargestKept = std::size_t{1} << 20;

    struct Entry {
        std::vector<std::byte> profile;
        bool grey;
        std::shared_ptr<const ProfileEffect> effect;
    };
    std::mutex mutex_;
    std::vector<Entry> entries_;  ///< The one asked for last comes first.
};

ProfileEffects& profile_effects() {
    static ProfileEffects effects;
    return effects;
}

void turn_greys(Image& image, const Transform& transform) {
    std::array<std::uint8_t, 256> greys{};
    for (std::size_t i = 0; i < greys.size(); ++i) greys[i] = static_cast<std::uint8_t>(i);
    std::array<std::uint8_t, 3 * 256> turned{};
    cmsDoTransform(transform.get(), greys.data(), turned.data(), 256);
    std::uint8_t* at = image.data();
    for (std::size_t i = Image::bytes(image.size(), 1); i > 0; --i, at += 3) {
        const std::size_t grey = at[0];
        std::copy_n(&turned[3 * grey], 3, at);
    }
}

class LcmsInkProfile final : public InkProfile {
public:
    explicit LcmsInkProfile(Transform transform) : transform_(std::move(transform)) {}
    void turn(const std::uint8_t* inks, std::size_t pixels, std::uint8_t* rgb) const override {
        cmsDoTransform(transform_.get(), inks, rgb, static_cast<cmsUInt32Number>(pixels));
    }

private:
    Transform transform_;
};

}  // namespace

void turn_to_srgb(Image& image, std::span<const std::byte> profile, bool grey, PictureNotes& notes) {
    if (profile.empty()) return;
    const auto effect = profile_effects().of(profile, grey);
    if (!effect->transform) {
        notes.warnings.emplace_back(
            "has a colour profile that does not fit its pixels; they were taken for sRGB.");
        return;
    }
    if (grey) {
        turn_greys(image, effect->transform);
        return;
    }
    if (effect->nothing) return;
    for (int y = 0; y < image.size().height; ++y) {
        cmsDoTransform(effect->transform.get(), image.row(y), image.row(y),
                       static_cast<cmsUInt32Number>(image.size().width));
    }
}

std::unique_ptr<InkProfile> InkProfile::open(std::span<const std::byte> profile, bool inverted) {
    if (profile.empty()) return nullptr;
    Transform transform = make_transform(profile, cmsSigCmykData, inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8);
    if (!transform) return nullptr;
    return std::make_unique<LcmsInkProfile>(std::move(transform));
}

}  // namespace farsight
