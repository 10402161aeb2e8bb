#include <vector>

#include "bits.h"
#include "farsight/dolly.h"
#include "farsight/preprocess.h"
#include "farsight/resample.h"

namespace farsight::bits {
namespace {

constexpr Filter kFilters[] = {Filter::kBilinear, Filter::kTriangle, Filter::kArea, Filter::kLanczos3};

/// Inside, over each edge, wholly outside; smaller, equal and larger than the output.
constexpr Rect kRegions[] = {{10, 20, 96, 64}, {-30, -20, 150, 90}, {180, 100, 131, 77},
                             {0, 0, 257, 131}, {40, 30, 33, 21},    {300, 10, 40, 40}};

void report_resampling() {
    for (const int channels : {3, 4}) {
        const Image photo = picture({257, 131}, channels);
        for (const Filter filter : kFilters) {
            Fingerprint all;
            for (const Rect region : kRegions)
                all.add(*resample(photo.view(), region, {96, 64}, filter, {9, 8, 7}));
            report("resample/" + std::string(name_of(filter)) + "/" + std::to_string(channels), all);
        }
    }
}

template <class T>
void add_tensors(const InputSpec& input, Fingerprint& all) {
    const Image photo = picture({257, 131}, 3);
    Preprocessor preprocessor(input, Filter::kTriangle);
    std::vector<T> values(input.values_per_tile());
    for (const Rect region : kRegions) {
        Tile tile;
        tile.region = region;
        if (!preprocessor.fill(photo.view(), tile, std::span(values))) std::printf("preprocess failed\n");
        all.add(std::span<const T>(values));
    }
}

void report_preprocessing() {
    InputSpec input;
    input.size = {77, 53};
    input.mean = {123.675F, 116.28F, 103.53F};
    input.scale = {1 / 58.395F, 1 / 57.12F, 1 / 57.375F};
    for (const Layout layout : {Layout::kNhwc, Layout::kNchw}) {
        for (const ChannelOrder order : {ChannelOrder::kRgb, ChannelOrder::kBgr}) {
            input.layout = layout;
            input.order = order;
            const std::string name = std::string("preprocess/") +
                                     (layout == Layout::kNhwc ? "nhwc" : "nchw") +
                                     (order == ChannelOrder::kRgb ? "/rgb/" : "/bgr/");
            Fingerprint floats;
            input.type = ElementType::kFloat32;
            add_tensors<float>(input, floats);
            report(name + "float", floats);
            Fingerprint bytes;
            input.type = ElementType::kUint8;
            add_tensors<std::uint8_t>(input, bytes);
            report(name + "byte", bytes);
        }
    }
}

}  // namespace

void report_pixels() {
    report_resampling();
    report_preprocessing();
    for (const double distance : {1.0, 1.7, 6.5, 40.0}) {
        Fingerprint moved;
        moved.add(*dolly(picture({257, 131}, 3).view(), distance));
        report("dolly/" + std::to_string(distance).substr(0, 4), moved);
    }
}

}  // namespace farsight::bits
