// Writes the tiny detector as an ONNX file, for the command's end-to-end test.
// Usage: write_tiny_network FILE [nan|batch]
#include <limits>
#include <string_view>

#include "farsight/runtime/files.h"
#include "tiny_network.h"

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    farsight::tests::TinyNetwork network;
    network.gains = {0.1F, 0.1F, 0.1F, 0.1F};
    network.biases = {0.8F, 0.7F, 0.6F, 0.5F};
    if (argc > 2 && std::string_view(argv[2]) == "nan")
        network.biases[0] = std::numeric_limits<float>::quiet_NaN();
    network.free_batch = argc > 2 && std::string_view(argv[2]) == "batch";
    return farsight::write_file(argv[1], network.onnx()) ? 0 : 1;
}
