#include "share/exports.h"

#include "annotate.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/image_file.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;

/// NAME.b.json and its like are of the second detector of a comparison.
lab::Detector detector_of(const fs::path& file) {
    return file.stem().extension() == ".b" ? lab::Detector::kB : lab::Detector::kA;
}

Result<void> export_png(const fs::path& file, const Session& session, lab::Detector detector,
                        const ImageResult& result) {
    const Findings& found = *session.findings(detector);
    std::vector<AnnotatedBox> boxes;
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        boxes.push_back({detection.box, session.label(detection, detector), detection.score,
                         result.on_full_frame[i] != 0});
    }
    const AnnotationCaption caption = {found.model->card.name, result.tiles,
                                       result.levels,          result.total_ms,
                                       session.workers(),      session.pyramid_of(detector).enabled};
    return write_png(file, annotate(found.photo->mips.front().view(), boxes, caption).view(), kAnnotatedMark);
}

}  // namespace

Result<void> export_to(const fs::path& file, const Session& session) {
    if (file.stem().extension() == ".configurations" && file.extension() == ".csv")
        return export_configurations(file, session);
    const lab::Detector detector = detector_of(file);
    const Findings* found = session.findings(detector);
    if (detector == lab::Detector::kB && !session.state.versus) {
        return fail(ErrorCode::kMismatch, file.string() +
                                              ": there is no side B. Compare side by side, for example with "
                                              "--state versus=on, or give the file another name.");
    }
    if (found == nullptr || !found->done) {
        return fail(ErrorCode::kMismatch, file.string() + ": there is nothing to save before a run is done.");
    }
    const ImageResult result = session.result(detector);
    const ModelCard& card = found->model->card;
    const std::string extension = file.extension().string();
    if (file.string().ends_with(kPhotoEnding)) return write_png(file, found->photo->mips.front().view());
    if (extension == ".png") return export_png(file, session, detector, result);
    if (extension == ".csv") return write_file(file, format_csv(card, result));
    if (extension == ".json") return write_file(file, format_json(card, {result}));
    return fail(ErrorCode::kInvalidArgument,
                file.string() + ": the ending must be .png, .csv or .json; it tells the kind.");
}

Result<void> export_configurations(const fs::path& file, const Session& session) {
    const lab::Studies& studies = session.range().studies;
    if (studies.empty()) {
        return fail(
            ErrorCode::kMismatch,
            file.string() +
                ": no configuration was measured. Measure one, for example with --measure 20, or give "
                "the file another name.");
    }
    std::vector<std::string> models;
    for (const auto& study : studies) models.push_back(session.model_title(study->settings.model));
    return write_file(file, lab::configurations_csv(studies, models));
}

fs::path free_name(const fs::path& folder, const std::string& stem, const std::string& extension) {
    fs::path name = folder / (stem + extension);
    std::error_code ignored;
    for (int copy = 2; fs::exists(name, ignored); ++copy) {
        std::string numbered = stem;
        numbered.append("-").append(std::to_string(copy)).append(extension);
        name = folder / numbered;
    }
    return name;
}

fs::path export_name(const fs::path& folder, const Session& session, const std::string& extension) {
    return free_name(folder, session.file_stem(), extension);
}

}  // namespace farsight::viewer
