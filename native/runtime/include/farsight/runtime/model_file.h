// A model by name or by file: the network, its card and where they came from.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/model.h"
#include "farsight/onnx_fields.h"
#include "farsight/result.h"
#include "farsight/runtime/network.h"

namespace farsight {

/// The model used when none is named.
inline constexpr std::string_view kDefaultModel = "ssd_mobilenet_v2_oidv4";

struct Model {
    ModelCard card;
    Network network;
    std::filesystem::path network_file;
    /// The card's file; empty when the card was guessed from the network's shapes.
    std::filesystem::path card_file;
};

/// Folders searched for models, in this order: each of $FARSIGHT_ASSETS (separated by colons), the build
/// tree's assets, the source tree's assets, share/farsight beside the program's folder.
std::vector<std::filesystem::path> asset_folders();

/// Names of all cards in the asset folders, sorted.
std::vector<std::string> model_names();

/// Loads a model. `name_or_file` is the name of a card in the asset folders; or a card file (.json); or a
/// network file (.onnx, or .tflite, which is imported in memory), whose card is FILE.card.json,
/// STEM.card.json or STEM.json beside it and otherwise guessed. Fails with a sentence that names the file and
/// the remedy: kIo when something is missing, else as read_card, import_tflite, Network::load, guess_card and
/// check_card do.
Result<Model> load_model(std::string_view name_or_file);

/// The files that load_model(name_or_file) would read, so that none of them is overwritten. Those that are
/// missing are left out.
std::vector<std::filesystem::path> files_of_model(std::string_view name_or_file);

/// Receptive fields of the model's heads, read from its file again. Empty when the graph does not say.
std::vector<HeadFields> receptive_fields(const Model& model);

}  // namespace farsight
