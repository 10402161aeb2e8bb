#include "export/json_text.h"
#include "farsight/lab/csv.h"
#include "farsight/lab/export.h"

namespace farsight::lab {
namespace {

constexpr std::string_view kColumns = "label,score,x0,y0,x1,y1,level,tile,truncated,recovered\r\n";

/// `first` stands at the beginning of each line.
std::string lines_of(const ModelCard& card, const ImageResult& result, const std::string& first) {
    std::string out;
    for (std::size_t i = 0; i < result.detections.size(); ++i) {
        const Detection& detection = result.detections[i];
        const Box& box = detection.box;
        const FloatJson fields = {detection.score,
                                  box.x0,
                                  box.y0,
                                  box.x1,
                                  box.y1,
                                  detection.level,
                                  detection.tile,
                                  detection.truncated,
                                  result.on_full_frame[i] == 0};
        out += first + csv_field(label_name(card, detection.label));
        for (const FloatJson& field : fields) out.append(1, ',').append(dump(field));
        out += "\r\n";
    }
    return out;
}

}  // namespace

std::string format_csv(const ModelCard& card, const ImageResult& result) {
    return std::string(kColumns) + lines_of(card, result, "");
}

std::string csv_head_of_pictures() {
    return "file," + std::string(kColumns);
}

std::string csv_lines_of_picture(const ModelCard& card, const ImageResult& result) {
    return lines_of(card, result, csv_field(result.file) + ",");
}

}  // namespace farsight::lab
