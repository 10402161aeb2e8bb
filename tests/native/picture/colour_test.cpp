#include <lcms2.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "farsight/runtime/image_file.h"
#include "picture/jpeg_file.h"

using namespace farsight;
using namespace farsight::tests;

namespace {

std::string profile_bytes(cmsHPROFILE profile) {
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    std::string bytes(size, '\0');
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    return bytes;
}

/// sRGB's primaries with another tone curve.
std::string rgb_profile(double gamma) {
    const cmsCIExyY white = {0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
    cmsToneCurve* curves[3] = {curve, curve, curve};
    const std::string bytes = profile_bytes(cmsCreateRGBProfile(&white, &primaries, curves));
    cmsFreeToneCurve(curve);
    return bytes;
}

/// A flat JPEG with the profile in an APP2 segment.
FileBytes jpeg_with_profile(std::uint8_t value, int components, const std::string& profile) {
    const std::vector<std::uint8_t> pixels(static_cast<std::size_t>(64 * components), value);
    FileBytes file = make_jpeg(pixels, {8, 8}, {.components = components, .quality = 100});
    const std::string payload = std::string("ICC_PROFILE\0\1\1", 14) + profile;
    const auto length = payload.size() + 2;
    const FileBytes segment = bytes_of(
        "\xFF\xE2" + std::string{static_cast<char>(length >> 8), static_cast<char>(length)} + payload);
    file.insert(file.begin() + 2, segment.begin(), segment.end());
    return file;
}

}  // namespace

TEST_CASE("colours of a linear profile are turned to sRGB") {
    // Half of the light is 1.055 x 0.5^(1 / 2.4) - 0.055 of sRGB's range: 0.7354 x 255 = 187.5.
    PictureNotes notes;
    const auto image = decode_image(jpeg_with_profile(128, 3, rgb_profile(1.0)), &notes);
    REQUIRE(image);
    CHECK(image->data()[0] == Approx(188).margin(2));
    CHECK(notes.warnings.empty());
}

TEST_CASE("a grey profile is applied to grey pictures") {
    cmsToneCurve* curve = cmsBuildGamma(nullptr, 1.0);
    const std::string profile = profile_bytes(cmsCreateGrayProfile(cmsD50_xyY(), curve));
    cmsFreeToneCurve(curve);
    const auto image = decode_image(jpeg_with_profile(128, 1, profile));
    REQUIRE(image);
    CHECK(image->data()[0] == Approx(188).margin(2));
}

TEST_CASE("an sRGB profile changes no pixel") {
    const FileBytes plain =
        make_jpeg(std::vector<std::uint8_t>(64 * 3, 77), {8, 8}, {.components = 3, .quality = 100});
    const auto image = decode_image(jpeg_with_profile(77, 3, profile_bytes(cmsCreate_sRGBProfile())));
    REQUIRE(image);
    CHECK(image->data()[0] == decode_image(plain)->data()[0]);
}

TEST_CASE("a profile that is broken or of other colours is left out with a warning") {
    for (const std::string& profile : {std::string(200, 'x'), rgb_profile(1.0).substr(0, 100)}) {
        PictureNotes notes;
        REQUIRE(decode_image(jpeg_with_profile(128, 3, profile), &notes));
        REQUIRE(notes.warnings.size() == 1);
        CHECK(notes.warnings[0].find("profile") != std::string::npos);
    }
    PictureNotes notes;
    REQUIRE(decode_image(jpeg_with_profile(128, 1, rgb_profile(1.0)), &notes));
    CHECK(notes.warnings.size() == 1);
}
