// Without libyaml: YOLO's names come from classes.txt alone.
#include "annotations/builder.h"

namespace farsight::annotations {

Result<YoloNames> read_yolo_names(const AnnotationFile& file) {
    return fail(
        ErrorCode::kUnsupported,
        file.path +
            ": is YAML, which this build does not read. farsight convert makes COCO of the data set.");
}

}  // namespace farsight::annotations
