// Without pugixml: no XML.
#include "annotations/builder.h"

namespace farsight::annotations {
namespace {

tl::unexpected<Error> left_out(const std::string& path) {
    return fail(ErrorCode::kUnsupported,
                path + ": is XML, which this build does not read. farsight convert makes COCO of it.");
}

}  // namespace

std::string xml_root(std::string_view text) {
    for (const char* root : {"annotations", "annotation"}) {
        if (text.substr(0, 4096).find("<" + std::string(root)) != std::string_view::npos) return root;
    }
    return {};
}

Result<Annotations> read_voc(std::span<const AnnotationFile> files) {
    return left_out(files.front().path);
}
Result<Annotations> read_cvat(const AnnotationFile& file) {
    return left_out(file.path);
}

}  // namespace farsight::annotations
