#include "farsight/runtime/model_file.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "close_network.h"
#include "farsight/labels.h"
#include "farsight/onnx_facts.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/known_assets.h"
#include "farsight/tflite.h"

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

/// Reads the list of anchors that the card names.
Result<void> read_anchor_file(const fs::path& card_file, ModelCard& card) {
    auto* list = std::get_if<ExplicitAnchorSpec>(&card.heads.anchors);
    if (list == nullptr || list->file.empty()) return {};
    const fs::path file = card_file.parent_path() / list->file;
    constexpr std::size_t kMostBytes = std::size_t{256} << 20;
    const auto text = read_text(file, kMostBytes);
    if (!text) return tl::unexpected(text.error());
    auto anchors = read_anchors(*text);
    if (!anchors) return about(file, anchors.error());
    list->anchors = std::move(*anchors);
    return {};
}

Result<ModelCard> read_card_file(const fs::path& file) {
    const auto text = read_text(file, kMaxCardBytes);
    if (!text) return tl::unexpected(text.error());
    auto card = read_card(*text);
    if (!card) return about(file, card.error());
    if (auto read = read_anchor_file(file, *card); !read) return tl::unexpected(read.error());
    return card;
}

/// ".onnx" for "NET.ONNX".
std::string ending_of(const fs::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return ending;
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

/// A network, and what its file says of itself.
struct Opened {
    Network network;
    std::vector<std::byte> onnx;
    std::optional<Recognition> recognition;
    std::optional<OnnxFacts> facts;
};

Result<Opened> open_tflite(const fs::path& file) {
    const auto bytes = read_file(file, kMaxTfliteBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto imported = import_tflite(*bytes, {file.stem().string()});
    if (!imported) return about(file, imported.error());
    const auto onnx = std::as_bytes(std::span(imported->onnx));
    auto network = Network::load(onnx);
    if (!network) return about(file, network.error());
    return Opened{
        std::move(*network), {onnx.begin(), onnx.end()}, std::move(imported->recognition), std::nullopt};
}

/// The card in a network's metadata.
Result<std::optional<Recognition>> carried_card(const fs::path& file, const OnnxFacts& facts) {
    const std::string* text = facts.find(kCardKey);
    if (text == nullptr) return std::nullopt;
    auto card = read_card(*text);
    if (!card) return about(file, card.error());
    const Finding finding = {"card", card->name, "the file carries it in its metadata", Certainty::kSaid};
    return Recognition{std::move(*card), {finding}, {}};
}

/// Words about weights in other files that are not where the network expects them; else `error`.
tl::unexpected<Error> why_not(const fs::path& file, const Error& error) {
    const auto bytes = read_file(file, kMaxNetworkBytes);
    const auto facts = bytes ? read_onnx_facts(*bytes) : Result<OnnxFacts>(tl::unexpected(bytes.error()));
    if (!facts) return tl::unexpected(error);
    std::string missing;
    for (const std::string& weights : facts->external_files) {
        if (!is_file(file.parent_path() / weights)) missing += (missing.empty() ? "" : ", ") + weights;
    }
    if (missing.empty()) return tl::unexpected(error);
    return fail(ErrorCode::kIo, file.string() + ": its weights stand in another file, " + missing +
                                    ", which is missing. Put that file beside the network.");
}

Result<Opened> open_onnx(const fs::path& file) {
    auto network = Network::load(file);
    if (!network) return why_not(file, network.error());
    auto bytes = read_file(file, kMaxNetworkBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    auto facts = read_onnx_facts(*bytes);
    if (!facts) return Opened{std::move(*network), std::move(*bytes), std::nullopt, std::nullopt};
    auto carried = carried_card(file, *facts);
    if (!carried) return tl::unexpected(carried.error());
    return Opened{std::move(*network), std::move(*bytes), std::move(*carried), std::move(*facts)};
}

Result<Opened> open_network(const fs::path& file) {
    return ending_of(file) == ".tflite" ? open_tflite(file) : open_onnx(file);
}

/// Puts the person's own list of labels into the card.
Result<void> take_labels(const fs::path& file, Model& model) {
    if (file.empty()) return {};
    const auto text = read_text(file, kMaxLabelsBytes);
    if (!text) return tl::unexpected(text.error());
    auto fitted = fit_labels(*text, model.card.heads);
    if (!fitted) return about(file, fitted.error());
    model.card.labels = std::move(fitted->labels);
    std::erase_if(model.findings, [](const Finding& finding) { return finding.subject == "labels"; });
    model.findings.push_back({"labels", fitted->how, file.filename().string(), Certainty::kSaid});
    for (std::string& warning : fitted->warnings) model.warnings.push_back(std::move(warning));
    return {};
}

Result<Model> finish(Opened opened, ModelCard card, const fs::path& network_file, const fs::path& card_file,
                     const ModelFiles& files) {
    if (auto good = check_card(card, opened.network.inputs(), opened.network.outputs()); !good) {
        return about(card_file.empty() ? network_file : card_file, good.error());
    }
    Model model{std::move(card), std::move(opened.network), network_file, card_file, {}, {}};
    add_close_network(opened.onnx, model);
    if (card_file.empty() && opened.recognition) {
        model.findings = std::move(opened.recognition->findings);
        model.warnings = std::move(opened.recognition->warnings);
    }
    if (auto taken = take_labels(files.labels, model); !taken) return tl::unexpected(taken.error());
    return model;
}

std::vector<fs::path> card_files() {
    std::vector<fs::path> files;
    for (const fs::path& folder : data_folders()) {
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

/// The card of a known network with the same content, whatever the file is called.
std::optional<fs::path> card_by_content(const fs::path& network) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(network, error);
    if (error) return std::nullopt;
    std::string hash;
    for (const KnownAsset& asset : known_assets()) {
        if (asset.kind != "model" || asset.size != size) continue;
        if (hash.empty()) {
            const auto made = sha256_of_file(network);
            if (!made) return std::nullopt;
            hash = *made;
        }
        if (asset.sha256 != hash) continue;
        for (const fs::path& file : card_files()) {
            const auto card = read_card_file(file);
            if (card && card->file == asset.name) return file;
        }
    }
    return std::nullopt;
}

bool has_free_rows(const TensorInfo& output) {
    return std::any_of(output.shape.begin() + (output.shape.empty() ? 0 : 1), output.shape.end(),
                       [](std::int64_t dimension) { return dimension < 0; });
}

/// The outputs with the shapes that they have in a run on a black picture.
Result<std::vector<TensorInfo>> outputs_of_a_run(const Opened& opened) {
    const OnnxFacts* facts = opened.facts ? &*opened.facts : nullptr;
    ModelCard card;
    auto input = recognise_input(opened.network.inputs(), facts);
    if (!input) return tl::unexpected(input.error());
    card.input = std::move(*input);
    auto run = NetworkRun::create(opened.network, card, 1);
    if (!run) return tl::unexpected(run.error());
    const auto heads = run->run(1);
    if (!heads) return tl::unexpected(heads.error());
    std::vector<TensorInfo> outputs(opened.network.outputs().begin(), opened.network.outputs().end());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        outputs[i].shape.assign((*heads)[i].shape.begin(), (*heads)[i].shape.end());
    }
    return outputs;
}

/// By what the file says; where that leaves the shapes of the outputs free, by those of a run.
Result<Recognition> recognise_opened(const Opened& opened) {
    const OnnxFacts* facts = opened.facts ? &*opened.facts : nullptr;
    const std::span<const TensorInfo> outputs = opened.network.outputs();
    auto recognition = recognise(opened.network.inputs(), outputs, facts);
    if (recognition || std::none_of(outputs.begin(), outputs.end(), has_free_rows)) return recognition;
    const auto shaped = outputs_of_a_run(opened);
    if (!shaped) return recognition;
    auto again = recognise(opened.network.inputs(), *shaped, facts);
    if (!again) return recognition;
    again->findings.push_back(
        {"shapes", "free in the file", "the heads of a run on a black picture", Certainty::kSeen});
    return again;
}

Result<Model> load_network_file(const fs::path& file, const ModelFiles& files) {
    auto opened = open_network(file);
    if (!opened) return tl::unexpected(opened.error());
    auto card_file = files.card.empty() ? card_beside(file) : std::optional(files.card);
    if (!card_file) card_file = card_by_content(file);
    if (card_file) {
        auto card = read_card_file(*card_file);
        if (!card) return tl::unexpected(card.error());
        return finish(std::move(*opened), std::move(*card), file, *card_file, files);
    }
    if (!opened->recognition) {
        auto recognition = recognise_opened(*opened);
        if (!recognition) return about(file, recognition.error());
        opened->recognition = std::move(*recognition);
    }
    ModelCard card = opened->recognition->card;
    if (card.name.empty()) card.name = file.stem().string();
    return finish(std::move(*opened), std::move(card), file, {}, files);
}

/// A card's network stands beside the card, or in one of the data folders.
std::optional<fs::path> find_network(const fs::path& card_file, const ModelCard& card) {
    std::vector<fs::path> folders = {card_file.parent_path()};
    for (fs::path& folder : data_folders()) {
        folders.push_back(folder / "models");
        folders.push_back(std::move(folder));
    }
    for (const fs::path& folder : folders) {
        if (fs::path candidate = folder / card.file; is_file(candidate)) return candidate;
    }
    return std::nullopt;
}

Result<Model> load_card_file(const fs::path& named, const ModelFiles& files) {
    auto card = read_card_file(named);
    if (!card) return tl::unexpected(card.error());
    const fs::path& file = named;
    if (card->file.empty()) {
        return fail(ErrorCode::kInvalidModel,
                    file.string() + ": \"file\" is missing; it names the network's file.");
    }
    const auto network = find_network(file, *card);
    if (!network) {
        return fail(ErrorCode::kIo, file.string() + ": its network " + card->file + " is missing. " +
                                        how_to_get(card_name(file), card->file));
    }
    auto opened = open_network(*network);
    if (!opened) return tl::unexpected(opened.error());
    if (files.card.empty()) return finish(std::move(*opened), std::move(*card), *network, file, files);
    auto other = read_card_file(files.card);
    if (!other) return tl::unexpected(other.error());
    return finish(std::move(*opened), std::move(*other), *network, files.card, files);
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

Result<Model> load_named(std::string_view name, const ModelFiles& files) {
    if (const auto file = card_named(name)) return load_card_file(*file, files);
    const std::string known = join(model_names());
    return fail(ErrorCode::kIo,
                std::string(name) + ": no file and no model of that name. " +
                    (known.empty() ? "No model cards were found: set FARSIGHT_DATA to the folder "
                                     "that holds them."
                                   : "Known models: " + known + "."));
}

}  // namespace

std::vector<std::string> model_names() {
    std::set<std::string> names;
    for (const fs::path& file : card_files()) {
        const auto text = read_text(file, kMaxCardBytes);
        if (text && text->find(kCardSchema) != std::string::npos) names.insert(card_name(file));
    }
    return {names.begin(), names.end()};
}

Result<Model> load_model(std::string_view name_or_file, const ModelFiles& files) {
    const fs::path file(name_or_file);
    const bool is_path = name_or_file.find('/') != std::string_view::npos;
    const std::string ending = ending_of(file);
    const bool model_ending = ending == ".onnx" || ending == ".tflite" || ending == ".json";
    if (!is_file(file) && !is_path && !model_ending) return load_named(name_or_file, files);
    if (!is_file(file)) {
        std::error_code ignored;
        return fail(ErrorCode::kIo,
                    file.string() + (fs::is_directory(file, ignored)
                                         ? ": is a folder; name a .onnx, .tflite or card file in it."
                                         : ": there is no such file."));
    }
    if (ending == ".json") return load_card_file(file, files);
    if (ending == ".onnx" || ending == ".tflite") return load_network_file(file, files);
    return fail(ErrorCode::kUnsupported,
                file.string() + ": the file extension must be .onnx, .tflite or .json.");
}

std::vector<ModelListing> list_models() {
    std::map<std::string, ModelListing> models;
    for (const fs::path& file : card_files()) {
        const auto text = read_text(file, kMaxCardBytes);
        if (!text || text->find(kCardSchema) == std::string::npos) continue;
        auto card = read_card(*text);
        if (!card) continue;
        const fs::path network = find_network(file, *card).value_or(fs::path());
        const std::string name = card_name(file);
        // The first folder wins, as in load_model.
        models.try_emplace(name, ModelListing{name, std::move(*card), file, network});
    }
    std::vector<ModelListing> list;
    for (auto& [name, listing] : models) list.push_back(std::move(listing));
    return list;
}

std::vector<fs::path> files_of_model(std::string_view name_or_file) {
    fs::path file(name_or_file);
    if (!is_file(file)) {
        const auto card = card_named(name_or_file);
        if (!card) return {};
        file = *card;
    }
    std::vector<fs::path> files = {file};
    if (ending_of(file) != ".json") {
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
    if (ending_of(model.network_file) != ".tflite") {
        return onnx_receptive_fields(*bytes).value_or(std::vector<HeadFields>{});
    }
    const auto imported = import_tflite(*bytes);
    if (!imported) return {};
    return onnx_receptive_fields(std::as_bytes(std::span(imported->onnx)))
        .value_or(std::vector<HeadFields>{});
}

}  // namespace farsight
