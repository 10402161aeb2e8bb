#include "farsight/runtime/model_file.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "farsight/runtime/files.h"
#include "farsight/tflite.h"
#include "program_folder.h"

namespace farsight {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCardSchema = "farsight.card/";

/// Puts the file's name in front, once.
tl::unexpected<Error> about(const fs::path& file, const Error& error) {
    if (error.message.starts_with(file.string())) return tl::unexpected(error);
    return fail(error.code, file.string() + ": " + error.message);
}

bool is_file(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored);
}

Result<std::string> read_text(const fs::path& file, std::size_t max_bytes) {
    const auto bytes = read_file(file, max_bytes);
    if (!bytes) return tl::unexpected(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

Result<ModelCard> read_card_file(const fs::path& file) {
    const auto text = read_text(file, kMaxCardBytes);
    if (!text) return tl::unexpected(text.error());
    auto card = read_card(*text);
    if (!card) return about(file, card.error());
    return card;
}

/// The card beside a network: FILE.card.json, STEM.card.json, or a STEM.json that says it is one.
std::optional<fs::path> card_beside(const fs::path& network) {
    const fs::path full = fs::path(network.string() + ".card.json");
    if (is_file(full)) return full;
    const fs::path short_name = fs::path(network).replace_extension(".card.json");
    if (is_file(short_name)) return short_name;
    const fs::path plain = fs::path(network).replace_extension(".json");
    if (!is_file(plain)) return std::nullopt;
    const auto text = read_text(plain, kMaxCardBytes);
    if (text && text->find(kCardSchema) != std::string::npos) return plain;
    return std::nullopt;
}

Result<Network> load_network(const fs::path& file) {
    if (file.extension() != ".tflite") return Network::load(file);
    const auto bytes = read_file(file, kMaxTfliteBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto imported = import_tflite(*bytes);
    if (!imported) return about(file, imported.error());
    auto network = Network::load(std::as_bytes(std::span(imported->onnx)));
    if (!network) return about(file, network.error());
    return network;
}

Result<Model> load_with_card(const fs::path& network_file, const fs::path& card_file, ModelCard card) {
    auto network = load_network(network_file);
    if (!network) return tl::unexpected(network.error());
    if (auto good = check_card(card, network->inputs(), network->outputs()); !good) {
        return about(card_file, good.error());
    }
    return Model{std::move(card), std::move(*network), network_file, card_file};
}

Result<Model> load_network_file(const fs::path& file) {
    if (const auto card_file = card_beside(file)) {
        auto card = read_card_file(*card_file);
        if (!card) return tl::unexpected(card.error());
        return load_with_card(file, *card_file, std::move(*card));
    }
    auto network = load_network(file);
    if (!network) return tl::unexpected(network.error());
    auto card = guess_card(network->inputs(), network->outputs());
    if (!card) return about(file, card.error());
    if (card->name.empty()) card->name = file.stem().string();
    return Model{std::move(*card), std::move(*network), file, {}};
}

/// A card's network stands beside the card, or in one of the asset folders where scripts/setup puts it.
std::optional<fs::path> find_network(const fs::path& card_file, const ModelCard& card) {
    std::vector<fs::path> folders = {card_file.parent_path()};
    for (fs::path& folder : asset_folders()) {
        folders.push_back(folder / "models");
        folders.push_back(std::move(folder));
    }
    for (const fs::path& folder : folders) {
        if (fs::path candidate = folder / card.file; is_file(candidate)) return candidate;
    }
    return std::nullopt;
}

Result<Model> load_card_file(const fs::path& file) {
    auto card = read_card_file(file);
    if (!card) return tl::unexpected(card.error());
    if (card->file.empty()) {
        return fail(ErrorCode::kInvalidModel,
                    file.string() + ": \"file\" is missing; it names the network's file.");
    }
    const auto network = find_network(file, *card);
    if (!network) {
        return fail(ErrorCode::kIo,
                    file.string() + ": its network " + card->file +
                        " is missing. Run scripts/setup to fetch it, or set FARSIGHT_ASSETS to "
                        "the folder that holds it.");
    }
    return load_with_card(*network, file, std::move(*card));
}

std::vector<fs::path> card_files() {
    std::vector<fs::path> files;
    for (const fs::path& folder : asset_folders()) {
        for (const fs::path& place : {folder / "cards", folder / "models", folder}) {
            std::error_code error;
            for (fs::directory_iterator entry(place, error), end; !error && entry != end;
                 entry.increment(error)) {
                if (entry->path().extension() == ".json") files.push_back(entry->path());
            }
        }
    }
    return files;
}

/// NAME.json or NAME.card.json.
std::string card_name(const fs::path& file) {
    const fs::path stem = file.stem();
    return (stem.extension() == ".card" ? stem.stem() : stem).string();
}

std::string join(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::optional<fs::path> card_named(std::string_view name) {
    for (const fs::path& file : card_files()) {
        if (card_name(file) == name) return file;
    }
    return std::nullopt;
}

Result<Model> load_named(std::string_view name) {
    if (const auto file = card_named(name)) return load_card_file(*file);
    const std::string known = join(model_names());
    return fail(ErrorCode::kIo, std::string(name) + ": no file and no model of that name. " +
                                    (known.empty() ? "No model cards were found: run scripts/setup, or set "
                                                     "FARSIGHT_ASSETS to the folder that holds them."
                                                   : "Known models: " + known + "."));
}

}  // namespace

std::vector<fs::path> asset_folders() {
    std::vector<fs::path> folders;
    if (const char* variable = std::getenv("FARSIGHT_ASSETS"); variable != nullptr) {
        std::string_view list = variable;
        while (!list.empty()) {
            const std::size_t end = std::min(list.find(':'), list.size());
            if (end > 0) folders.emplace_back(list.substr(0, end));
            list.remove_prefix(std::min(end + 1, list.size()));
        }
    }
    if (const auto program = program_folder(); !program.empty()) {
        const fs::path build = program.parent_path().parent_path();  // build/release/bin ─► build
        folders.push_back(build / "assets");
        folders.push_back(build.parent_path() / "assets");
        folders.push_back(program.parent_path() / "share" / "farsight");
    }
    return folders;
}

std::vector<std::string> model_names() {
    std::set<std::string> names;
    for (const fs::path& file : card_files()) {
        const auto text = read_text(file, kMaxCardBytes);
        if (text && text->find(kCardSchema) != std::string::npos) names.insert(card_name(file));
    }
    return {names.begin(), names.end()};
}

Result<Model> load_model(std::string_view name_or_file) {
    const fs::path file(name_or_file);
    const bool is_path = name_or_file.find('/') != std::string_view::npos;
    const std::string extension = file.extension().string();
    const bool model_extension = extension == ".onnx" || extension == ".tflite" || extension == ".json";
    if (!is_file(file) && !is_path && !model_extension) return load_named(name_or_file);
    if (!is_file(file)) {
        std::error_code ignored;
        return fail(ErrorCode::kIo,
                    file.string() + (fs::is_directory(file, ignored)
                                         ? ": is a folder; name a .onnx, .tflite or card file in it."
                                         : ": there is no such file."));
    }
    if (extension == ".json") return load_card_file(file);
    if (extension == ".onnx" || extension == ".tflite") return load_network_file(file);
    return fail(
        ErrorCode::kUnsupported,
        file.string() + ": is neither .onnx nor .tflite nor a card (.json); the ending tells the kind.");
}

std::vector<fs::path> files_of_model(std::string_view name_or_file) {
    fs::path file(name_or_file);
    if (!is_file(file)) {
        const auto card = card_named(name_or_file);
        if (!card) return {};
        file = *card;
    }
    std::vector<fs::path> files = {file};
    if (file.extension() != ".json") {
        if (auto card = card_beside(file)) files.push_back(std::move(*card));
        return files;
    }
    const auto card = read_card_file(file);
    if (!card) return files;
    if (auto network = find_network(file, *card)) files.push_back(std::move(*network));
    return files;
}

std::vector<HeadFields> receptive_fields(const Model& model) {
    const auto bytes = read_file(model.network_file, kMaxNetworkBytes);
    if (!bytes) return {};
    if (model.network_file.extension() != ".tflite") {
        return onnx_receptive_fields(*bytes).value_or(std::vector<HeadFields>{});
    }
    const auto imported = import_tflite(*bytes);
    if (!imported) return {};
    return onnx_receptive_fields(std::as_bytes(std::span(imported->onnx)))
        .value_or(std::vector<HeadFields>{});
}

}  // namespace farsight
