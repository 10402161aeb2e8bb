#include "farsight/lab/given_files.h"

#include <algorithm>
#include <array>

namespace farsight::lab {
namespace {

constexpr std::array kNetworks = {".onnx", ".tflite"};
constexpr std::array kLists = {".txt", ".names", ".labels", ".pbtxt"};
constexpr std::array kPhotos = {".jpg",  ".jpeg", ".png",  ".webp", ".avif", ".gif", ".bmp", ".tif",
                                ".tiff", ".heic", ".heif", ".jfif", ".pnm",  ".ppm", ".pgm"};
constexpr std::string_view kCardSchema = "farsight.card/";

std::string_view name_of(std::string_view file) {
    return file.substr(file.find_last_of("/\\") + 1);
}

std::string ending_of(std::string_view file) {
    const std::string_view name = name_of(file);
    const std::size_t dot = name.find_last_of('.');
    std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot));
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending;
}

template <class List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// By name and text alone; what nothing else claims is a part.
Role role_of(const GivenFile& file) {
    const std::string ending = ending_of(file.name);
    if (contains(kNetworks, ending)) return Role::kNetwork;
    if (contains(kPhotos, ending)) return Role::kPhoto;
    if (contains(kLists, ending)) return Role::kLabels;
    const bool card = ending == ".json" && file.beginning.find(kCardSchema) != std::string_view::npos;
    return card ? Role::kCard : Role::kPart;
}

std::string quoted(std::string_view file) {
    return std::string("\"").append(name_of(file)).append("\"");
}

class Sorting {
public:
    explicit Sorting(std::span<const GivenFile> files) : files_(files) {
        for (const GivenFile& file : files) result_.roles.push_back(role_of(file));
    }

    SortedFiles run() {
        leave_behind();
        result_.network = last(Role::kNetwork);
        result_.card = last(Role::kCard);
        result_.labels = last(Role::kLabels);
        if (result_.network < 0) {
            say_missing();
            // Without any sign of a network an unknown file can only be meant as a photo.
            if (result_.card < 0 && result_.labels < 0) unknown_are_photos();
        }
        return std::move(result_);
    }

private:
    /// A new network begins anew.
    void leave_behind() {
        bool network_before = false;
        bool network_now = false;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            if (result_.roles[i] != Role::kNetwork) continue;
            (files_[i].before ? network_before : network_now) = true;
        }
        if (!network_before || !network_now) return;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            if (files_[i].before && result_.roles[i] != Role::kPhoto) result_.roles[i] = Role::kReplaced;
        }
    }

    /// The last of this role; those before it are replaced.
    int last(Role role) {
        int found = -1;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            if (result_.roles[i] != role) continue;
            if (found >= 0) replace(static_cast<std::size_t>(found), i, role);
            found = static_cast<int>(i);
        }
        return found;
    }

    void replace(std::size_t old, std::size_t by, Role role) {
        result_.roles[old] = Role::kReplaced;
        if (role == Role::kNetwork) {
            result_.complaint = quoted(files_[old].name) + " and " + quoted(files_[by].name) +
                                " are two networks; the second one is opened. Give one at a time.";
        }
    }

    void say_missing() {
        if (result_.card >= 0) {
            result_.complaint =
                quoted(files_[static_cast<std::size_t>(result_.card)].name) +
                " is a model card. Give its network too (.onnx or .tflite), now or together with it.";
        } else if (result_.labels >= 0) {
            result_.complaint =
                quoted(files_[static_cast<std::size_t>(result_.labels)].name) +
                " is a list of labels. Give its network too (.onnx or .tflite), now or together with it.";
        }
    }

    void unknown_are_photos() {
        for (Role& role : result_.roles) {
            if (role == Role::kPart) role = Role::kPhoto;
        }
    }

    std::span<const GivenFile> files_;
    SortedFiles result_;
};

}  // namespace

bool is_network_name(std::string_view name) {
    return contains(kNetworks, ending_of(name));
}

bool wants_text(std::string_view name) {
    return ending_of(name) == ".json";
}

SortedFiles sort_files(std::span<const GivenFile> files) {
    return Sorting(files).run();
}

}  // namespace farsight::lab
