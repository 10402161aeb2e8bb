// Prints fingerprints of what the core computes: every target must print the same.
// Usage: bits FOLDER, where FOLDER holds model cards.
#include <fstream>
#include <iterator>

#include "bits.h"

namespace farsight::bits {

void Fingerprint::add(const Candidate& c) {
    add(c.box);
    add(c.score);
    for (const std::int32_t number : {c.label, c.anchor, c.tile}) add(number);
    add(c.level);
    add(c.cut_edges);
    add(c.unclipped);
}

void Fingerprint::add(const Detection& d, bool recovered) {
    add(d.box);
    add(d.score);
    add(d.label);
    add(d.tile);
    add(d.level);
    add(static_cast<std::uint8_t>(d.truncated));
    add(static_cast<std::uint8_t>(recovered));
}

void Fingerprint::add(const Image& image) {
    add(std::span<const std::uint8_t>(image.data(), Image::bytes(image.size(), image.channels())));
}

Image picture(Size size, int channels) {
    Image image(size, channels);
    Noise noise;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            std::uint8_t* pixel = image.row(y) + std::ptrdiff_t{x} * channels;
            pixel[0] = static_cast<std::uint8_t>(3 * x + y);
            pixel[1] = static_cast<std::uint8_t>(x + 5 * y);
            pixel[2] = static_cast<std::uint8_t>(noise.next() >> 24);
            if (channels == 4) pixel[3] = 255;
        }
    }
    return image;
}

}  // namespace farsight::bits

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("Usage: bits FOLDER\n", stderr);
        return 2;
    }
    std::ifstream file(std::string(argv[1]) + "/ssd_mobilenet_v2_oidv4.json");
    const std::string card{std::istreambuf_iterator<char>(file), {}};
    if (card.empty()) {
        std::fprintf(stderr, "bits: there is no ssd_mobilenet_v2_oidv4.json in %s\n", argv[1]);
        return 1;
    }
    farsight::bits::report_pixels();
    farsight::bits::report_detection();
    farsight::bits::report_scenes();
    farsight::bits::report_page(card);
}
