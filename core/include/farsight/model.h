// ModelCard: what a network eats and what its heads mean.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/pyramid.h"
#include "farsight/result.h"

namespace farsight {

enum class Layout : std::uint8_t { kNhwc, kNchw };
enum class ElementType : std::uint8_t { kFloat32, kUint8 };
enum class ChannelOrder : std::uint8_t { kRgb, kBgr };

/// The network's picture input: value = (pixel - mean) * scale for each channel, pixel in [0, 255].
struct InputSpec {
    std::string name;  ///< Empty: the network's only input.
    Size size;
    Layout layout = Layout::kNhwc;
    ElementType type = ElementType::kFloat32;
    ChannelOrder order = ChannelOrder::kRgb;
    Resize resize = Resize::kStretch;
    std::array<float, 3> mean = {127.5F, 127.5F, 127.5F};  ///< In the order of the channels.
    std::array<float, 3> scale = {1 / 127.5F, 1 / 127.5F, 1 / 127.5F};
    std::array<std::uint8_t, 3> pad = {128, 128, 128};  ///< RGB outside the image.

    /// Values of one tile: width * height * 3.
    std::size_t values_per_tile() const {
        return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3;
    }
};

enum class HeadKind : std::uint8_t {
    kSsd,       ///< Box offsets to anchors and one logit or score a class.
    kYolo,      ///< One tensor of centre, size and class scores: [1, 4 + C, N] or [1, N, 5 + C].
    kEndToEnd,  ///< Finished detections: [1, N, 6], or separate boxes, classes and scores.
};

enum class ScoreActivation : std::uint8_t {
    kSigmoid,  ///< Logits, one independent sigmoid a class.
    kSoftmax,  ///< Logits, one softmax over the classes.
    kNone,     ///< Already probabilities.
};

/// How SSD box offsets are written.
enum class BoxCoder : std::uint8_t {
    kFasterRcnn,  ///< ty, tx, th, tw: centre offsets in anchors, logarithm of the size (TF OD API).
    kMediaPipe,   ///< x, y, w, h in input pixels, relative to the anchor's centre; size linear.
};

struct HeadSpec {
    HeadKind kind = HeadKind::kSsd;
    std::string boxes;    ///< Output name; for one-tensor kinds the only output.
    std::string scores;   ///< Output name; empty where `boxes` holds the scores too.
    std::string classes;  ///< Output name; for kEndToEnd with separate tensors.
    ScoreActivation activation = ScoreActivation::kSigmoid;
    /// Number of classes in the tensor, background counted. A single-class face model has 1.
    int classes_count = 0;
    int background = -1;  ///< Index of the background class; -1: none.
    BoxCoder coder = BoxCoder::kFasterRcnn;
    /// kFasterRcnn divides ty, tx, th, tw by these. kMediaPipe divides x, y, w, h by the input size instead.
    std::array<float, 4> coder_scales = {10, 10, 5, 5};
    int values_per_box = 4;  ///< MediaPipe's faces carry 16: a box and six key points.
    AnchorSpec anchors;      ///< For kSsd.
    /// kYolo and kEndToEnd: coordinates are fractions of the input rather than pixels.
    bool normalized = false;
    bool has_objectness = false;  ///< kYolo: a fifth value multiplies the class scores.
    bool transposed = false;      ///< kYolo: [1, N, values] rather than [1, values, N].
};

struct Label {
    std::string name;  ///< As the model's maker writes it, for example "Person".
    std::string coco;  ///< The COCO category it corresponds to, for example "person"; empty: none.
};

struct ModelCard {
    std::string name;     ///< Short and unique: what --model takes.
    std::string title;    ///< One line for people.
    std::string licence;  ///< SPDX identifier, or empty.
    std::string source;   ///< Where the weights come from.
    std::string file;     ///< The network's file, relative to the card's own.
    InputSpec input;
    HeadSpec heads;
    std::vector<Label> labels;  ///< By class index, background counted.
};

/// Name and shape of a network's input or output; -1 stands for a free dimension.
struct TensorInfo {
    std::string name;
    ElementType type = ElementType::kFloat32;
    std::vector<std::int64_t> shape;
};

/// Reads a card: JSON, schema "farsight.card/1" (docs/model-cards.md lists every key).
/// Fails with kInvalidModel and the key that is missing or wrong.
Result<ModelCard> read_card(std::string_view json);

/// Writes a card that read_card reads back equal.
std::string write_card(const ModelCard& card);

/// Fails with kMismatch and a sentence when the network's tensors are not what the card says:
/// a missing name, another input size, an anchor count that differs from the head's rows.
Result<void> check_card(const ModelCard& card, std::span<const TensorInfo> inputs,
                        std::span<const TensorInfo> outputs);

/// Recognises a network by the shapes of its tensors: SSD heads of known anchor counts (1917, 2034,
/// 896, 2304), YOLO and end-to-end heads. Labels are "class 0", "class 1", ...
/// Fails with kUnsupported and a sentence that says what was found and how to write a card.
Result<ModelCard> guess_card(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs);

}  // namespace farsight
