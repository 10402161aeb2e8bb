// A model by name or by file: the network, its card and where they came from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/model.h"
#include "farsight/onnx_fields.h"
#include "farsight/recognise.h"
#include "farsight/result.h"
#include "farsight/runtime/data_folders.h"
#include "farsight/runtime/network.h"

namespace farsight {

/// The model used when none is named.
inline constexpr std::string_view kDefaultModel = "ssd_mobilenet_v2_oidv4";

/// A network that can be run.
struct Model {
    ModelCard card;                      ///< What it eats and gives.
    Network network;                     ///< Loaded.
    std::filesystem::path network_file;  ///< Where it was read from.
    /// The card's file; empty when the network's file carries it or it was recognised.
    std::filesystem::path card_file;
    /// How the card was recognised; empty when someone wrote it.
    std::vector<Finding> findings;
    std::vector<std::string> warnings;  ///< About what looks wrong.
    /// Runs the regions of the levels beyond the full frame, as card.free says (free_size.h). None: all
    /// regions are tiles of the card's size.
    std::optional<Network> close = std::nullopt;
    std::string tiles_because = {};  ///< Why there is no close network; empty when there is one.
};

/// What a person gives beside the model.
struct ModelFiles {
    std::filesystem::path card;    ///< In place of the card that would be found; empty: none.
    std::filesystem::path labels;  ///< A list of class names, see fit_labels(); empty: the card's.

    bool operator==(const ModelFiles&) const = default;
};

/// Names of all cards in the data folders, sorted.
std::vector<std::string> model_names();

/// Loads a model. `name_or_file` is the name of a card in the data folders; or a card file (.json); or a
/// network file (.onnx, or .tflite, which is imported in memory), whose card is FILE.card.json,
/// STEM.card.json or STEM.json beside it, that of a known file with the same content,
/// or else stands in the network's metadata, or else is recognised.
/// Endings count in any case. Fails with a sentence that names the file and the remedy: kIo when something is
/// missing, else as read_card, import_tflite, Network::load, guess_card, check_card and fit_labels do.
Result<Model> load_model(std::string_view name_or_file, const ModelFiles& files = {});

/// A model as it can be named, whether or not its network is there.
struct ModelListing {
    std::string name;                    ///< What --model takes.
    ModelCard card;                      ///< As read.
    std::filesystem::path card_file;     ///< Where it was read from.
    std::filesystem::path network_file;  ///< Empty when it is missing.
};

/// All models of the data folders, sorted by name. Cards that cannot be read are left out.
std::vector<ModelListing> list_models();

/// The files that load_model(name_or_file) would read, so that none of them is overwritten. Those that are
/// missing are left out.
std::vector<std::filesystem::path> files_of_model(std::string_view name_or_file);

/// Receptive fields of the model's heads, read from its file again. Empty when the graph does not say.
std::vector<HeadFields> receptive_fields(const Model& model);

}  // namespace farsight
