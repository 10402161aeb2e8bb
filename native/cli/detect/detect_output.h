// Where the results of detect go: picture by picture where the format allows it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "outputs.h"
#include "results.h"

namespace farsight::cli {

/// Tables, CSV and JSON lines are written as each picture is done, the arrays of JSON and COCO and the label
/// files of VOC and YOLO at the end.
class DetectOutput {
public:
    /// `categories` is the annotation file whose ids COCO's form shall use, or empty. Fails as read_coco_ids
    /// does.
    static Result<DetectOutput> create(const std::string& file, const std::string& format,
                                       const std::string& categories);

    /// The names under which VOC and YOLO write the labels of these pictures.
    void name_labels(std::map<std::string, std::string> names) { label_names_ = std::move(names); }

    Result<void> add(const ModelCard& card, ImageResult result);
    /// Writes what is still to be written. Nothing is, and no file, when there was no picture.
    Result<void> finish(const ModelCard& card);

    /// Detections of classes that the annotation file does not have.
    int left_out() const { return left_out_; }

private:
    Result<void> write(std::string_view text);
    Result<void> write_labels(const ModelCard& card) const;

    std::string file_;
    std::string format_;
    std::optional<CocoIds> ids_;
    std::optional<OutputStream> stream_;  ///< Once something was written.
    std::vector<ImageResult> kept_;
    std::map<std::string, std::string> label_names_;  ///< By picture.
    int left_out_ = 0;
};

}  // namespace farsight::cli
