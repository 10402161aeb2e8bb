#include "farsight/runtime/picture_list.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace farsight {

namespace fs = std::filesystem;

bool is_picture_name(const fs::path& file) {
    static const std::set<std::string> kExtensions = {".jpg", ".jpeg", ".png", ".bmp",
                                                      ".gif", ".pgm",  ".ppm", ".pnm"};
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return kExtensions.contains(extension);
}

Result<std::vector<std::string>> pictures_in(const fs::path& folder) {
    std::vector<std::string> inside;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (is_picture_name(entry->path())) inside.push_back(entry->path().string());
    }
    if (error) {
        return fail(ErrorCode::kIo, folder.string() + ": cannot read the folder: " + error.message() + ".");
    }
    if (inside.empty()) return fail(ErrorCode::kIo, folder.string() + ": the folder holds no pictures.");
    std::sort(inside.begin(), inside.end());
    return inside;
}

Result<std::vector<std::string>> expand_pictures(const std::vector<std::string>& inputs) {
    std::vector<std::string> files;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (!fs::is_directory(input, error)) {
            files.push_back(input);
            continue;
        }
        const auto inside = pictures_in(input);
        if (!inside) return tl::unexpected(inside.error());
        files.insert(files.end(), inside->begin(), inside->end());
    }
    return files;
}

}  // namespace farsight
