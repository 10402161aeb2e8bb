// ModelCard: what a network eats and what its heads mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/resize.h"
#include "farsight/result.h"

namespace farsight {

/// Order of a picture tensor's dimensions: batch, height, width, channel, or channel first.
enum class Layout : std::uint8_t { kNhwc, kNchw };
/// Type of a tensor's values.
enum class ElementType : std::uint8_t { kFloat32, kUint8 };
/// Order of a tensor's colours.
enum class ChannelOrder : std::uint8_t { kRgb, kBgr };

/// The network's picture input: value = (pixel - mean) * scale for each channel, pixel in [0, 255].
struct InputSpec {
    std::string name;                                      ///< Empty: the network's only input.
    Size size;                                             ///< Pixels, 1 to kMaxInputSide a side.
    Layout layout = Layout::kNhwc;                         ///< kNhwc: [B, H, W, 3]; kNchw: [B, 3, H, W].
    ElementType type = ElementType::kFloat32;              ///< Of the tensor.
    ChannelOrder order = ChannelOrder::kRgb;               ///< Of the tensor.
    Resize resize = Resize::kStretch;                      ///< How a picture comes to this size.
    std::array<float, 3> mean = {127.5F, 127.5F, 127.5F};  ///< In the order of the channels.
    std::array<float, 3> scale = {1 / 127.5F, 1 / 127.5F, 1 / 127.5F};  ///< In the order of the channels.
    std::array<std::uint8_t, 3> pad = {128, 128, 128};                  ///< RGB outside the image.

    /// Values of one tile: width * height * 3.
    std::size_t values_per_tile() const {
        return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3;
    }

    bool operator==(const InputSpec&) const = default;
};

/// Longest side of a network's input in pixels.
inline constexpr int kMaxInputSide = 4096;
/// Most classes of a network's heads.
inline constexpr int kMaxClasses = 1 << 16;

/// Forms of a detector's outputs.
enum class HeadKind : std::uint8_t {
    kSsd,       ///< Box offsets to anchors and one logit or score a class.
    kYolo,      ///< One tensor of cx, cy, w, h and class scores: [B, 4 + C, N], or [B, N, 4 + C] when
                ///< transposed; with has_objectness 5 + C.
    kDecoded,   ///< Boxes ready made and one score a class for each: boxes [B, N, 4], scores [B, N, C].
    kEndToEnd,  ///< Finished detections. One tensor [B, N, 6] of x0, y0, x1, y1, score, class; or, where
                ///< `scores` is named, boxes [B, N, 4], scores [B, N] and classes [B, N].
};

/// What makes scores of raw values.
enum class ScoreActivation : std::uint8_t {
    kSigmoid,  ///< Logits, one independent sigmoid a class.
    kSoftmax,  ///< Logits, one softmax over the classes.
    kNone,     ///< Already probabilities; what lies over 1 counts as 1.
};

/// How SSD box offsets are written.
enum class BoxCoder : std::uint8_t {
    kFasterRcnn,  ///< ty, tx, th, tw: centre offsets in anchors, logarithm of the size (TF OD API).
    kMediaPipe,   ///< x, y, w, h in input pixels, relative to the anchor's centre; size linear.
};

/// The four numbers of a box that is decoded already.
enum class BoxForm : std::uint8_t {
    kCentre,     ///< cx, cy, width, height.
    kCorners,    ///< x0, y0, x1, y1.
    kCornersYx,  ///< y0, x0, y1, x1.
};

/// What the network's outputs mean.
struct HeadSpec {
    HeadKind kind = HeadKind::kSsd;  ///< Which form.
    std::string boxes;               ///< Output name; empty: found by its shape.
    std::string scores;   ///< kSsd: output name, or empty: found by its shape. kEndToEnd: see there.
    std::string classes;  ///< kEndToEnd with separate tensors: output name; empty: everything is class 0.
    ScoreActivation activation = ScoreActivation::kSigmoid;  ///< What makes scores of raw values.
    /// Number of classes in the tensor, background counted. A single-class face model has 1.
    int classes_count = 0;
    int background = -1;                     ///< Index of the background class; -1: none.
    BoxCoder coder = BoxCoder::kFasterRcnn;  ///< For kSsd.
    /// kFasterRcnn divides ty, tx, th, tw by these. kMediaPipe divides by the input's size instead.
    std::array<float, 4> coder_scales = {10, 10, 5, 5};
    int values_per_box = 4;  ///< MediaPipe's faces carry 16: a box and six key points.
    AnchorSpec anchors;      ///< For kSsd.
    /// kYolo, kDecoded and kEndToEnd: coordinates are fractions of the input rather than its pixels. Separate
    /// end-to-end boxes are then y0, x0, y1, x1, as TensorFlow writes them, and otherwise x0, y0, x1, y1.
    bool normalized = false;
    bool has_objectness = false;      ///< kYolo: a fifth value multiplies the class scores.
    bool transposed = false;          ///< kYolo: [B, N, values] rather than [B, values, N].
    BoxForm form = BoxForm::kCentre;  ///< kDecoded.
    /// kYolo: x and y count in strides from their cell, sizes are logarithms of strides; strides 8, 16 and
    /// 32, rows in the order stride, y, x (YOLOX).
    bool undecoded = false;
    /// kYolo and kEndToEnd in one tensor: values at a row's end that are not read (key points, masks).
    int extra_values = 0;
    /// kEndToEnd with separate tensors: output that says how many rows count; the others are padding. Empty:
    /// all.
    std::string count;
    bool batched = true;  ///< False: outputs have no batch dimension, as torchvision's.

    bool operator==(const HeadSpec&) const = default;
};

/// The name of a class.
struct Label {
    std::string name;  ///< As the model's maker writes it, for example "Person".
    std::string coco;  ///< The COCO category it corresponds to, for example "person"; empty: none.

    bool operator==(const Label&) const = default;
};

/// What lets a network run on regions of many sizes (free_size.h). Read from the network when it is loaded;
/// it does not stand in a card's file.
struct FreeSize {
    /// The sides that a region may have are the card's plus or minus whole multiples of this, in pixels:
    /// every stride and padding then falls as it does at the card's size.
    int step_px = 32;
    /// Stride of each anchor layer that the close network computes, in pixels, in the card's order; the
    /// layers after these are for the full frame alone. Empty for heads without anchors.
    std::vector<int> strides_px;

    bool operator==(const FreeSize&) const = default;
};

/// All that is to know of a network to run it.
struct ModelCard {
    std::string name;           ///< Short and unique: what --model takes.
    std::string title;          ///< One line for people.
    std::string licence;        ///< SPDX identifier, or empty.
    std::string source;         ///< Where the weights come from.
    std::string file;           ///< The network's file, relative to the card's own.
    InputSpec input;            ///< What it eats.
    HeadSpec heads;             ///< What it gives.
    std::vector<Label> labels;  ///< By class index, background counted.
    /// None: regions are tiles of the input's size.
    std::optional<FreeSize> free = std::nullopt;

    bool operator==(const ModelCard&) const = default;
};

/// Name and shape of a network's input or output; -1 stands for a free dimension.
struct TensorInfo {
    std::string name;                          ///< As the file writes it.
    ElementType type = ElementType::kFloat32;  ///< Of its values.
    std::vector<std::int64_t> shape;           ///< Outermost first.
};

/// Longest card taken, in bytes.
inline constexpr std::size_t kMaxCardBytes = std::size_t{4} << 20;

/// Fails with kInvalidModel and the key when a card contradicts itself: a size or a count out of range, a
/// background beyond the classes, labels (unless there are none) that are not one a class, softmax on heads
/// that have none. Does not lay out the anchors.
Result<void> validate_card(const ModelCard& card);

/// Reads a card: JSON, schema "farsight.card/1" (docs/model-cards.md lists every key). What it returns
/// passes validate_card and, unless its anchors stand in a file, make_anchors.
/// Fails with kInvalidModel and the key that is missing, unknown or wrong.
Result<ModelCard> read_card(std::string_view text);

/// Writes a card that read_card reads back equal. Precondition: validate_card holds, with labels, and the
/// texts are UTF-8.
std::string write_card(const ModelCard& card);

/// Fails with kMismatch and a sentence when the network's tensors are not what the card says:
/// a missing name, another input size, an anchor count that differs from the head's rows.
Result<void> check_card(const ModelCard& card, std::span<const TensorInfo> inputs,
                        std::span<const TensorInfo> outputs);

/// The card that recognise() makes of names and shapes alone.
Result<ModelCard> guess_card(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs);

}  // namespace farsight
