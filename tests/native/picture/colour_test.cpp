#include <lcms2.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <future>
#include <string>
#include <vector>

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

/// A printer of four inks whose every mixture is one mid grey, L* 50.
std::string ink_profile() {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
    cmsSetProfileVersion(profile, 4.3);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
    cmsStage* table = cmsStageAllocCLut16bit(nullptr, 2, 4, 3, nullptr);
    const auto grey = [](const cmsUInt16Number*, cmsUInt16Number* lab, void*) -> cmsInt32Number {
        lab[0] = 0x7FFF;
        lab[1] = lab[2] = 0x8080;
        return 1;
    };
    cmsStageSampleCLut16bit(table, grey, nullptr, 0);
    // The tag wants curves on either side; without any given they change nothing.
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 4, nullptr));
    cmsPipelineInsertStage(pipeline, cmsAT_END, table);
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, nullptr));
    cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsPipelineFree(pipeline);
    return profile_bytes(profile);
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

TEST_CASE("profiles seen before, in any order and by several threads at once, give the same colours") {
    // Twelve curves are more than are kept. sRGB's curve of IEC 61966-2-1, without its straight start.
    std::vector<FileBytes> files;
    std::vector<double> expected;
    for (int i = 0; i < 12; ++i) {
        const double gamma = 1 + 0.15 * i;
        files.push_back(jpeg_with_profile(128, 3, rgb_profile(gamma)));
        const double light = std::pow(128 / 255.0, gamma);
        expected.push_back(255 * (1.055 * std::pow(light, 1 / 2.4) - 0.055));
    }
    const auto read_all = [&](bool backwards) {
        std::vector<int> greys(files.size());
        for (std::size_t round = 0; round < 2; ++round) {
            for (std::size_t i = 0; i < files.size(); ++i) {
                const std::size_t at = backwards ? files.size() - 1 - i : i;
                greys[at] = decode_image(files[at]).value().data()[0];
            }
        }
        return greys;
    };
    auto other = std::async(std::launch::async, read_all, true);
    const auto greys = read_all(false);
    CHECK(other.get() == greys);
    for (std::size_t i = 0; i < files.size(); ++i) CHECK(greys[i] == Approx(expected[i]).margin(2));
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

TEST_CASE("four inks are turned by their profile, without a warning") {
    PictureNotes notes;
    const auto image = decode_image(jpeg_with_profile(30, 4, ink_profile()), &notes);
    REQUIRE(image);
    CHECK(notes.warnings.empty());
    // L* 50 is a luminance of 0.184, which is 0.466 of sRGB's range (IEC 61966-2-1).
    for (int c = 0; c < 3; ++c) CHECK(image->row(0)[c] == Approx(119).margin(2));
}
