// What the files are that a person gives together: a network with its weights, card and labels, or photos.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace farsight::lab {

enum class Role : std::uint8_t {
    kPhoto,    ///< Also whatever has no other role: the host's reader says what is wrong with it.
    kNetwork,  ///< .onnx or .tflite.
    kCard,     ///< JSON that says it is a card.
    kLabels,   ///< A list of class names: .txt, .names, .labels, .pbtxt.
    kPart,     ///< What a network or a card may name: weights in a second file, a list of anchors.
    kReplaced  ///< A newer file has taken its place.
};

struct GivenFile {
    std::string_view name;       ///< A path or a name.
    std::string_view beginning;  ///< Of its text, where `wants_text`; else empty.
    bool before = false;         ///< Given earlier, and kept since.
};

/// Whether a file of this name is a network.
bool is_network_name(std::string_view name);

/// Whether the beginning of this file's text is needed to know its role: JSON says what it is inside.
bool wants_text(std::string_view name);

struct SortedFiles {
    std::vector<Role> roles;  ///< One a file.
    int network = -1;         ///< Index of the file to open; -1: none was given, or its network is missing.
    int card = -1;
    int labels = -1;
    /// What a person must know: two networks at once, or parts whose network is missing. Empty: nothing.
    std::string complaint;
};

/// Says what each file is. Order does not matter: parts may come before their network, as files given
/// earlier, or after it. Of two networks, cards or lists the later one counts; a new network leaves behind
/// what belonged to the one before. Endings count in any case.
SortedFiles sort_files(std::span<const GivenFile> files);

}  // namespace farsight::lab
