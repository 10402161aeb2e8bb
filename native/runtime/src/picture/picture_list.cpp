#include "farsight/runtime/picture_list.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace farsight {

namespace fs = std::filesystem;

namespace {

std::string ending_of(const fs::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

/// Takes a folder's entry for a picture or passes it over.
void sort_out(const fs::directory_entry& entry, Subfolders subfolders, std::vector<std::string>& pictures,
              PassedOver& passed_over) {
    std::error_code ignored;
    if (entry.is_directory(ignored)) {
        if (subfolders == Subfolders::kPassOver) ++passed_over.folders;
    } else if (entry.path().filename().string().starts_with('.')) {
        ++passed_over.hidden;
    } else if (is_picture_name(entry.path())) {
        pictures.push_back(entry.path().string());
    } else {
        ++passed_over.files_of_ending[ending_of(entry.path())];
    }
}

template <class Iterator>
std::error_code walk(const fs::path& folder, Subfolders subfolders, std::vector<std::string>& pictures,
                     PassedOver& passed_over) {
    std::error_code error;
    for (Iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        sort_out(*entry, subfolders, pictures, passed_over);
    }
    return error;
}

void add(PassedOver& all, const PassedOver& more) {
    for (const auto& [ending, count] : more.files_of_ending) all.files_of_ending[ending] += count;
    all.hidden += more.hidden;
    all.folders += more.folders;
}

}  // namespace

bool is_picture_name(const fs::path& file) {
    static const std::set<std::string> kEndings = {
        ".jpg", ".jpeg", ".jpe", ".jif", ".jfif", ".mpo", ".png",  ".apng", ".bmp",  ".dib", ".gif",
        ".pbm", ".pgm",  ".ppm", ".pnm", ".webp", ".tif", ".tiff", ".heic", ".heif", ".hif", ".avif"};
    return kEndings.contains(ending_of(file));
}

std::string PassedOver::words() const {
    std::string text;
    const auto append = [&](int count, const std::string& what) {
        if (count > 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
    };
    for (const auto& [ending, count] : files_of_ending)
        append(count, ending.empty() ? "without an ending" : ending);
    append(hidden, hidden == 1 ? "hidden file" : "hidden files");
    append(folders, folders == 1 ? "folder (-r reads it)" : "folders (-r reads them)");
    return text;
}

Result<std::vector<std::string>> pictures_in(const fs::path& folder, Subfolders subfolders,
                                             PassedOver* passed_over) {
    std::vector<std::string> inside;
    PassedOver rest;
    const std::error_code error =
        subfolders == Subfolders::kRead
            ? walk<fs::recursive_directory_iterator>(folder, subfolders, inside, rest)
            : walk<fs::directory_iterator>(folder, subfolders, inside, rest);
    if (error) {
        return fail(ErrorCode::kIo, folder.string() + ": cannot read the folder: " + error.message() + ".");
    }
    if (inside.empty()) {
        const std::string words = rest.words();
        return fail(ErrorCode::kIo, folder.string() + ": the folder holds no pictures" +
                                        (words.empty() ? "." : "; it holds " + words + "."));
    }
    if (passed_over != nullptr) add(*passed_over, rest);
    std::sort(inside.begin(), inside.end());
    return inside;
}

Result<std::vector<std::string>> expand_pictures(const std::vector<std::string>& inputs,
                                                 Subfolders subfolders, PassedOver* passed_over) {
    std::vector<std::string> files;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (!fs::is_directory(input, error)) {
            files.push_back(input);
            continue;
        }
        const auto inside = pictures_in(input, subfolders, passed_over);
        if (!inside) return tl::unexpected(inside.error());
        files.insert(files.end(), inside->begin(), inside->end());
    }
    return files;
}

}  // namespace farsight
