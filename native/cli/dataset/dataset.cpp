#include "dataset/dataset.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"
#include "parallel.h"

namespace farsight::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = std::size_t{4} << 30;

std::string_view text_of(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool may_be_annotations(const fs::path& file) {
    static const std::set<std::string> kEndings = {".json", ".xml", ".txt", ".yaml", ".yml", ".names"};
    return kEndings.contains(file.extension().string()) && !file.filename().string().starts_with('.');
}

Result<std::vector<fs::path>> annotation_paths(const fs::path& where) {
    std::error_code error;
    const bool is_folder = fs::is_directory(where, error);
    const bool is_yaml = where.extension() == ".yaml" || where.extension() == ".yml";
    if (!is_folder && !is_yaml) return std::vector{where};
    const fs::path folder = is_folder ? where : fs::path(".") / where.parent_path();
    std::vector<fs::path> found;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const fs::path& path = entry->path();
        const bool other_yaml = !is_folder && (path.extension() == ".yaml" || path.extension() == ".yml");
        if (may_be_annotations(path) && !other_yaml) found.push_back(path);
    }
    if (error)
        return fail(ErrorCode::kIo, folder.string() + ": cannot read the folder: " + error.message() + ".");
    if (!is_folder) found.push_back(where);
    if (found.empty()) return fail(ErrorCode::kIo, folder.string() + ": the folder holds no annotations.");
    std::sort(found.begin(), found.end());
    return found;
}

/// What became of one picture.
struct Look {
    PictureFacts facts;
    std::vector<std::string> warnings;
    std::string error;
    std::uint64_t fingerprint = 0;
};

Look look_at(const fs::path& file) {
    Look look;
    const auto bytes = read_file(file, kMaxImageFileBytes);
    if (!bytes) {
        look.error = bytes.error().message;
        return look;
    }
    look.fingerprint = fnv1a(text_of(*bytes));
    PictureNotes notes;
    const auto image = decode_image(*bytes, &notes);
    if (!image) {
        look.error = file.string() + ": " + image.error().message;
        return look;
    }
    look.facts = {image->size(), notes.orientation};
    for (const std::string& warning : notes.warnings) look.warnings.push_back(file.string() + ": " + warning);
    return look;
}

Result<std::vector<Look>> look_at_all(const std::vector<fs::path>& files, int threads,
                                      const std::function<void(int, int)>& progress) {
    std::vector<Look> looks(files.size());
    std::atomic<int> done = 0;
    const int total = static_cast<int>(files.size());
    const auto ran = run_parallel(files.size(), thread_count(threads, files.size()),
                                  [&](std::size_t item, int lane) -> Result<void> {
                                      if (!files[item].empty()) looks[item] = look_at(files[item]);
                                      ++done;
                                      if (lane == 0 && progress) progress(done, total);
                                      return {};
                                  });
    if (!ran) return tl::unexpected(ran.error());
    return looks;
}

/// Where the paths below the folder cannot tell, the folder's own path may: images/val is beside labels/val.
Result<std::vector<std::int32_t>> match_by_path(Annotations& annotations,
                                                const std::vector<std::string>& relative,
                                                const fs::path& images) {
    const Annotations before = annotations;
    auto places = match_pictures(annotations, relative);
    if (places) return places;
    std::vector<std::string> whole;
    for (const std::string& file : relative)
        whole.push_back((fs::absolute(images) / file).lexically_normal().generic_string());
    annotations = before;
    auto again = match_pictures(annotations, whole);
    return again ? again : places;
}

Result<void> match(Dataset& dataset, const fs::path& images) {
    const auto files = pictures_in(images, Subfolders::kRead, &dataset.passed_over);
    if (!files) return tl::unexpected(files.error());
    std::vector<std::string> relative;
    for (const std::string& file : *files)
        relative.push_back(fs::path(file).lexically_relative(images).string());
    auto places = match_by_path(dataset.annotations, relative, images);
    if (!places) return tl::unexpected(places.error());
    if (dataset.annotations.format == AnnotationFormat::kYolo) {
        add_unlabelled_pictures(dataset.annotations, relative, *places);
    }
    for (const std::int32_t place : *places) {
        dataset.pictures.emplace_back(place < 0 ? std::string() : (*files)[static_cast<std::size_t>(place)]);
    }
    return {};
}

}  // namespace

std::vector<AnnotationFile> AnnotationBytes::files() const {
    std::vector<AnnotationFile> all;
    for (std::size_t i = 0; i < paths.size(); ++i) all.push_back({paths[i], text_of(bytes[i])});
    return all;
}

std::vector<std::string> annotation_files(const fs::path& where) {
    std::vector<std::string> files;
    if (const auto paths = annotation_paths(where)) {
        for (const fs::path& path : *paths) files.push_back(path.string());
    }
    return files;
}

Result<AnnotationBytes> read_annotation_bytes(const fs::path& where) {
    const auto paths = annotation_paths(where);
    if (!paths) return tl::unexpected(paths.error());
    AnnotationBytes all;
    for (const fs::path& path : *paths) {
        auto bytes = read_file(path, kMaxBytes);
        if (!bytes) return tl::unexpected(bytes.error());
        all.paths.push_back(path.lexically_normal().string());
        all.bytes.push_back(std::move(*bytes));
    }
    return all;
}

Result<Dataset> open_annotations(const fs::path& annotations) {
    const auto bytes = read_annotation_bytes(annotations);
    if (!bytes) return tl::unexpected(bytes.error());
    auto read = read_annotations(bytes->files());
    if (!read) return tl::unexpected(read.error());
    Dataset dataset;
    dataset.annotations = std::move(*read);
    dataset.annotations_fingerprint = fnv1a({});
    for (const auto& file : bytes->bytes) {
        dataset.annotations_fingerprint = fnv1a(text_of(file), dataset.annotations_fingerprint);
    }
    return dataset;
}

Result<Dataset> open_dataset(const fs::path& annotations, const fs::path& images, int threads,
                             const std::function<void(int, int)>& progress) {
    auto dataset = open_annotations(annotations);
    if (!dataset) return dataset;
    if (auto matched = match(*dataset, images); !matched) return tl::unexpected(matched.error());
    const auto looks = look_at_all(dataset->pictures, threads, progress);
    if (!looks) return tl::unexpected(looks.error());
    std::vector<PictureFacts> facts;
    dataset->pictures_fingerprint = fnv1a({});
    for (const Look& look : *looks) {
        facts.push_back(look.facts);
        dataset->unreadable.push_back(look.error);
        dataset->warnings.insert(dataset->warnings.end(), look.warnings.begin(), look.warnings.end());
        dataset->pictures_fingerprint =
            fnv1a(std::to_string(look.fingerprint), dataset->pictures_fingerprint);
    }
    if (auto fitted = fit_to_pictures(dataset->annotations, facts); !fitted)
        return tl::unexpected(fitted.error());
    return dataset;
}

std::string words_of(const Remark& remark) {
    // What is true of all annotations at once has no number.
    const bool of_all = remark.oddity == Oddity::kVocCountsFromOne ||
                        remark.oddity == Oddity::kVocCountsFromZero ||
                        remark.oddity == Oddity::kSectionKeyedById;
    std::string text =
        (of_all ? "" : std::to_string(remark.count) + " ") + words_of(remark.oddity, remark.count);
    if (!remark.examples.empty()) text += ", such as " + remark.examples.front();
    return text + ".";
}

std::vector<std::string> warnings_of(const Remarks& remarks) {
    std::vector<std::string> lines;
    for (const Remark& remark : remarks.list()) {
        if (is_worth_a_warning(remark.oddity)) lines.push_back(words_of(remark));
    }
    return lines;
}

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

Result<std::uint64_t> file_fingerprint(const fs::path& file) {
    const auto bytes = read_file(file, kMaxBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return fnv1a(text_of(*bytes));
}

}  // namespace farsight::cli
