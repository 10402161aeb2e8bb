// Writes the tiny SSD as a TFLite file, for the comparison with LiteRT.
// Usage: write_tiny_tflite FILE float|uint8|int8
#include <string_view>

#include "core/import/tiny_ssd.h"
#include "farsight/runtime/files.h"

int main(int argc, char** argv) {
    using farsight::testing::Storage;
    if (argc != 3) return 2;
    const std::string_view kind = argv[2];
    const Storage storage = kind == "float"   ? Storage::kFloat
                            : kind == "uint8" ? Storage::kUint8
                                              : Storage::kInt8;
    const auto file = farsight::testing::TinySsd(storage).finish();
    const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
    return farsight::write_file(argv[1], bytes) ? 0 : 1;
}
