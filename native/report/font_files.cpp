#include "font_files.h"

#include <array>
#include <cstdlib>
#include <utility>

namespace farsight {
namespace {

/// Folders of the same fonts on Debian, Fedora, Arch and SUSE.
constexpr std::array kDejaVuFolders = {
    "/usr/share/fonts/truetype/dejavu/", "/usr/share/fonts/dejavu-sans-fonts/",      "/usr/share/fonts/TTF/",
    "/usr/share/fonts/dejavu/",          "/usr/share/fonts/dejavu-sans-mono-fonts/",
};
constexpr std::array kInterFolders = {
    "/usr/share/fonts/opentype/inter/",
    "/usr/share/fonts/rsms-inter-fonts/",
    "/usr/share/fonts/inter/",
    "/usr/local/share/fonts/",
    "/Library/Fonts/",
};

template <std::size_t N>
void add(std::vector<std::string>& files, const std::array<const char*, N>& folders, const char* name) {
    for (const char* folder : folders) files.push_back(std::string(folder) + name);
}

}  // namespace

std::vector<std::string> font_files(FontStyle style) {
    if (const char* wanted = std::getenv("FARSIGHT_FONT"); wanted != nullptr) return {wanted};
    std::vector<std::string> files;
    switch (style) {
        case FontStyle::kBold:
            add(files, kDejaVuFolders, "DejaVuSans-Bold.ttf");
            files.insert(files.end(), {"/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
                                       "/usr/share/fonts/truetype/freefont/FreeSansBold.ttf",
                                       "/System/Library/Fonts/Supplemental/Arial Bold.ttf",
                                       "/Library/Fonts/Arial Bold.ttf"});
            break;
        case FontStyle::kText:
            add(files, kInterFolders, "Inter-Regular.otf");
            add(files, kDejaVuFolders, "DejaVuSans.ttf");
            files.insert(files.end(), {"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
                                       "/System/Library/Fonts/Supplemental/Arial.ttf"});
            break;
        case FontStyle::kStrongText:
            add(files, kInterFolders, "Inter-SemiBold.otf");
            for (std::string& file : font_files(FontStyle::kBold)) files.push_back(std::move(file));
            break;
        case FontStyle::kMono:
            add(files, kDejaVuFolders, "DejaVuSansMono.ttf");
            files.insert(files.end(), {"/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
                                       "/System/Library/Fonts/Supplemental/Andale Mono.ttf"});
            break;
    }
    return files;
}

}  // namespace farsight
