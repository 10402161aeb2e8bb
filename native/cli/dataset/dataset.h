// A data set on disk: annotations of any format, and the pictures they are of.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "farsight/annotated_pictures.h"
#include "farsight/runtime/picture_list.h"

namespace farsight::cli {

struct Dataset {
    Annotations annotations;
    /// By image: its picture, empty where it has none.
    std::vector<std::filesystem::path> pictures;
    /// By image: why its picture cannot be read, empty where it can.
    std::vector<std::string> unreadable;
    /// What reading the pictures warned of, with their names.
    std::vector<std::string> warnings;
    PassedOver passed_over;
    /// Of the annotations' bytes, and of the pictures' (0 when none were read).
    std::uint64_t annotations_fingerprint = 0;
    std::uint64_t pictures_fingerprint = 0;
};

struct AnnotationBytes {
    std::vector<std::string> paths;
    std::vector<std::vector<std::byte>> bytes;

    std::vector<AnnotationFile> files() const;
};

/// The files that read_annotation_bytes would read; none when it fails.
std::vector<std::string> annotation_files(const std::filesystem::path& where);

/// Reads a file of annotations; a folder's (.json, .xml, .txt, .yaml, .yml and .names, at any depth); or of a
/// data.yaml everything beside and below it. Fails with kIo when there is none.
Result<AnnotationBytes> read_annotation_bytes(const std::filesystem::path& where);

/// Annotations alone, without their pictures.
Result<Dataset> open_annotations(const std::filesystem::path& annotations);

/// Annotations and the pictures of a folder, at any depth: each picture is read whole, on several threads, so
/// that broken ones are known before anything long begins, and boxes are made to fit. `progress(done, total)`
/// may be empty. Fails as read_annotations, match_pictures and fit_to_pictures do, with kIo when no annotated
/// picture is in the folder, and with kCancelled.
Result<Dataset> open_dataset(const std::filesystem::path& annotations, const std::filesystem::path& images,
                             int threads, const std::function<void(int, int)>& progress);

/// A line of words for each remark that is worth one: "12 boxes ..., such as a.jpg".
std::vector<std::string> warnings_of(const Remarks& remarks);
std::string words_of(const Remark& remark);

/// FNV-1a, 64 bits: tells files apart, not meant against an adversary.
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325U);

/// The same, of a file's bytes. Fails as read_file does.
Result<std::uint64_t> file_fingerprint(const std::filesystem::path& file);

}  // namespace farsight::cli
