#include "detect/detect_output.h"

#include "dataset/label_files.h"
#include "farsight/plain_text.h"

namespace farsight::cli {

Result<DetectOutput> DetectOutput::create(const std::string& file, const std::string& format,
                                          const std::string& categories) {
    DetectOutput output;
    output.file_ = file;
    output.format_ = format;
    if (categories.empty()) return output;
    auto ids = read_coco_ids(categories);
    if (!ids) return tl::unexpected(ids.error());
    output.ids_ = std::move(*ids);
    return output;
}

Result<void> DetectOutput::write(std::string_view text) {
    if (!stream_) {
        auto opened = OutputStream::open(file_);
        if (!opened) return tl::unexpected(opened.error());
        stream_ = std::move(*opened);
        if (format_ == "csv") {
            if (auto head = stream_->write(csv_head_of_pictures()); !head) return head;
        }
    }
    return stream_->write(text);
}

Result<void> DetectOutput::add(const ModelCard& card, ImageResult result) {
    if (format_ == "table") {
        result.file = plain_line(result.file);
        return write(format_table(card, result));
    }
    if (format_ == "csv") return write(csv_lines_of_picture(card, result));
    if (format_ == "jsonl") return write(format_json_line(card, result));
    kept_.push_back(std::move(result));
    return {};
}

Result<void> DetectOutput::write_labels(const ModelCard& card) const {
    std::vector<std::string> names;
    for (const ImageResult& result : kept_) names.push_back(label_names_.at(result.file));
    return write_label_files(lab::as_annotations(card, kept_, names), label_format(format_), file_);
}

Result<void> DetectOutput::finish(const ModelCard& card) {
    if (kept_.empty()) return stream_ ? stream_->finish() : Result<void>{};
    if (is_label_format(format_)) return write_labels(card);
    const std::string text = format_ == "coco" ? format_coco(card, kept_, ids_ ? &*ids_ : nullptr, left_out_)
                                               : format_json(card, kept_);
    if (auto written = write(text); !written) return written;
    return stream_->finish();
}

}  // namespace farsight::cli
