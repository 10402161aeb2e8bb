#include <algorithm>
#include <unordered_map>

#include "annotations/builder.h"
#include "farsight/annotated_pictures.h"

namespace farsight {
namespace {

using annotations::lower;
using annotations::name_of_image;
using annotations::percent_decoded;
using annotations::stem_of;
using annotations::with_slashes;

std::string_view name_of_path(std::string_view path) {
    return path.substr(path.find_last_of('/') + 1);
}

/// Folders from the innermost out; YOLO keeps labels/ beside images/.
std::vector<std::string> folders_of(std::string_view path) {
    std::vector<std::string> folders;
    for (auto slash = path.find_last_of('/'); slash != std::string_view::npos;
         slash = path.find_last_of('/')) {
        path = path.substr(0, slash);
        const std::string_view folder = path.substr(path.find_last_of('/') + 1);
        if (!folder.empty() && folder != ".") folders.emplace_back(folder == "labels" ? "images" : folder);
    }
    return folders;
}

/// How well a picture's path fits an annotated one: the name first, then the folders in common.
struct Fit {
    int name = 0;  ///< 3: the same; 2: but for upper and lower case; 1: without endings.
    int folders = 0;
    bool whole = false;  ///< The whole path is the same.

    // clang-tidy 14 takes the comparison that the compiler writes for a null pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    auto operator<=>(const Fit&) const = default;
};

Fit fit(std::string_view annotated, std::string_view picture) {
    const std::string_view a = name_of_path(annotated);
    const std::string_view b = name_of_path(picture);
    Fit found;
    found.name = a == b ? 3 : equal_ignoring_case(a, b) ? 2 : 1;
    const auto mine = folders_of(annotated);
    const auto theirs = folders_of(picture);
    while (static_cast<std::size_t>(found.folders) < std::min(mine.size(), theirs.size()) &&
           mine[static_cast<std::size_t>(found.folders)] == theirs[static_cast<std::size_t>(found.folders)]) {
        ++found.folders;
    }
    found.whole = annotated == picture;
    return found;
}

struct Match {
    std::int32_t file = -1;
    std::int32_t rival = -1;  ///< Another file that fits as well.
    Fit fit;
};

}  // namespace

class IndexedPictures {
public:
    explicit IndexedPictures(std::span<const std::string> files) {
        for (const std::string& file : files) {
            by_stem_[lower(stem_of(with_slashes(file)))].push_back(static_cast<std::int32_t>(paths_.size()));
            paths_.push_back(with_slashes(file));
        }
    }

    Match find(std::string_view annotated) const {
        Match best;
        if (annotated.empty()) return best;
        // A name without an ending may have dots in it.
        for (const std::string& stem : {lower(stem_of(annotated)), lower(name_of_path(annotated))}) {
            const auto same = by_stem_.find(stem);
            if (same == by_stem_.end()) continue;
            for (const std::int32_t file : same->second) consider(annotated, file, best);
            break;
        }
        return best;
    }

    const std::string& path(std::int32_t file) const { return paths_[static_cast<std::size_t>(file)]; }

private:
    void consider(std::string_view annotated, std::int32_t file, Match& best) const {
        const Fit found = fit(annotated, path(file));
        if (best.file >= 0 && found < best.fit) return;
        best.rival = best.file >= 0 && found == best.fit ? best.file : -1;
        best.file = file;
        best.fit = found;
    }

    std::vector<std::string> paths_;
    std::unordered_map<std::string, std::vector<std::int32_t>> by_stem_;
};

PictureIndex::PictureIndex(std::span<const std::string> files)
    : pictures_(std::make_shared<IndexedPictures>(files)) {}

std::int32_t PictureIndex::find(const std::string& path) const {
    const Match match = pictures_->find(with_slashes(path));
    return match.rival < 0 ? match.file : -1;
}

Result<std::vector<std::int32_t>> match_pictures(Annotations& annotations,
                                                 std::span<const std::string> files) {
    const IndexedPictures pictures(files);
    std::vector<std::int32_t> places;
    std::vector<Match> match_of_image;
    std::vector<std::int32_t> image_of_file(files.size(), -1);
    for (std::size_t i = 0; i < annotations.images.size(); ++i) {
        const AnnotatedImage& image = annotations.images[i];
        Match match = pictures.find(image.file_name);
        if (match.file < 0) match = pictures.find(percent_decoded(image.file_name));
        const bool by_file_name = match.file >= 0;
        if (!by_file_name) match = pictures.find(image.other_name);
        if (match.rival >= 0) {
            return fail(ErrorCode::kMismatch,
                        name_of_image(image) + ": may be " + pictures.path(match.rival) + " or " +
                            pictures.path(match.file) +
                            "; write more of the path into the annotations, or give --images the "
                            "folder of one of them.");
        }
        places.push_back(match.file);
        match_of_image.push_back(match);
        if (match.file < 0) {
            annotations.remarks.add(Oddity::kPictureMissing, name_of_image(image));
            continue;
        }
        if (by_file_name && match.fit.name == 1)
            annotations.remarks.add(Oddity::kNameWithOtherEnding, image.file_name);
        std::int32_t& taken = image_of_file[static_cast<std::size_t>(match.file)];
        if (taken < 0) {
            taken = static_cast<std::int32_t>(i);
            continue;
        }
        // Of two annotated images the one that fits better has the picture; the other has none.
        const auto rival = static_cast<std::size_t>(taken);
        if (!image.file_name.empty() && annotations.images[rival].file_name == image.file_name) {
            annotations.remarks.add(Oddity::kPictureTwice, image.file_name);
            continue;
        }
        if (match_of_image[rival].fit == match.fit) {
            return fail(ErrorCode::kMismatch,
                        name_of_image(annotations.images[rival]) + " and " + name_of_image(image) +
                            ": both may be " + pictures.path(match.file) +
                            "; put the pictures into folders as the annotations name them, or take "
                            "one of the two out.");
        }
        const std::size_t loser = match_of_image[rival].fit < match.fit ? rival : i;
        if (loser == rival) taken = static_cast<std::int32_t>(i);
        places[loser] = -1;
        annotations.remarks.add(Oddity::kPictureMissing, name_of_image(annotations.images[loser]));
    }
    for (std::size_t f = 0; f < files.size(); ++f) {
        if (image_of_file[f] < 0) annotations.remarks.add(Oddity::kPictureNotAnnotated, files[f]);
    }
    return places;
}

void add_unlabelled_pictures(Annotations& annotations, std::span<const std::string> files,
                             std::vector<std::int32_t>& places) {
    std::vector<std::int32_t> image_of_file(files.size(), -1);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] >= 0) image_of_file[static_cast<std::size_t>(places[i])] = static_cast<std::int32_t>(i);
    }
    std::vector<AnnotatedImage> images;
    std::vector<std::int32_t> new_place(places.size(), -1);
    for (std::size_t f = 0; f < files.size(); ++f) {
        const auto id = static_cast<std::int64_t>(f) + 1;
        AnnotatedImage image;
        if (image_of_file[f] >= 0) {
            image = annotations.images[static_cast<std::size_t>(image_of_file[f])];
            new_place[static_cast<std::size_t>(image_of_file[f])] = static_cast<std::int32_t>(f);
        }
        image.id = id;
        image.file_name = with_slashes(files[f]);
        images.push_back(std::move(image));
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < annotations.truths.size(); ++i) {
        TruthBox truth = annotations.truths[i];
        truth.image = new_place[static_cast<std::size_t>(truth.image)];
        if (truth.image < 0) continue;
        annotations.truths[kept] = truth;
        annotations.distances_m[kept] = annotations.distances_m[i];
        annotations.scores[kept] = annotations.scores[i];
        ++kept;
    }
    annotations.truths.resize(kept);
    annotations.distances_m.resize(kept);
    annotations.scores.resize(kept);
    annotations.images = std::move(images);
    annotations.remarks.clear(Oddity::kPictureNotAnnotated);
    places.resize(files.size());
    for (std::size_t f = 0; f < files.size(); ++f) places[f] = static_cast<std::int32_t>(f);
}

}  // namespace farsight
