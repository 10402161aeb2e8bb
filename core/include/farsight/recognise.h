// What was understood of a network that came without a card, and how sure that is.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/model.h"
#include "farsight/onnx_facts.h"

namespace farsight {

/// Key of an ONNX file's metadata under which its card stands.
inline constexpr std::string_view kCardKey = "farsight.card";

/// How sure a finding is.
enum class Certainty : std::uint8_t {
    kSaid,     ///< The file says so.
    kSeen,     ///< Shapes, names or the graph leave no other reading.
    kGuessed,  ///< The usual reading; another is possible. Look at a picture.
};

/// "said", "seen" or "guessed".
const char* name_of(Certainty certainty);

/// One thing understood, for example subject "scores", value "probabilities", how "the head ends in Sigmoid".
struct Finding {
    std::string subject;                        ///< Of what.
    std::string value;                          ///< What it is taken for.
    std::string how;                            ///< What that follows from.
    Certainty certainty = Certainty::kGuessed;  ///< How sure that is.

    bool operator==(const Finding&) const = default;
};

/// A card that was made of what a file says.
struct Recognition {
    ModelCard card;                     ///< Has no name: give it one.
    std::vector<Finding> findings;      ///< How each part was understood.
    std::vector<std::string> warnings;  ///< Sentences about what looks wrong.
};

/// Recognises a network by what its file says, by names and shapes of its tensors and, with `facts`, by how
/// its heads come about; docs/models.md lists the kinds. Labels are "class 0", "class 1", ..., as many as the
/// heads have (1000 for end-to-end heads, which do not say), unless the metadata name them. Fails with
/// kUnsupported and a sentence that says what was found and what to do, such as writing a card. An output of
/// whole numbers has the type kUint8.
Result<Recognition> recognise(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs,
                              const OnnxFacts* facts);

/// The input alone, as recognise() would have it: what a host needs to run a network whose outputs have free
/// shapes, so as to learn them. Fails as recognise() does.
Result<InputSpec> recognise_input(std::span<const TensorInfo> inputs, const OnnxFacts* facts);

}  // namespace farsight
