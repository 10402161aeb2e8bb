// What a person gives the session: photos, folders, and networks with their cards and labels.
#include <algorithm>
#include <filesystem>

#include "farsight/lab/given_files.h"
#include "farsight/runtime/files.h"
#include "farsight/runtime/picture_list.h"
#include "state/session.h"

namespace farsight::viewer {
namespace {

namespace fs = std::filesystem;

/// Most of a file that may be a card: more is none.
constexpr std::size_t kMostText = std::size_t{64} << 20;

std::string text_of(const std::string& file) {
    const auto bytes = read_file(file, kMostText);
    if (!bytes) return "";
    return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

}  // namespace

/// Of several files that cannot be opened each is told of.
void Session::refuse(ErrorAbout about, const std::string& file, const std::string& words) {
    failed_ = true;
    if (error) {
        error->text += " " + words;
    } else {
        error = ErrorNote{about, file, words};
    }
}

void Session::drop(const std::vector<std::string>& files) {
    error.reset();
    open(files);
}

void Session::open(const std::vector<std::string>& files) {
    std::vector<std::string> plain;
    for (const std::string& file : files) {
        std::error_code ignored;
        if (!fs::exists(file, ignored)) {
            refuse(ErrorAbout::kPhoto, file,
                   (file.empty() ? "A file without a name" : file) + ": there is no such file.");
        } else if (fs::is_directory(file, ignored)) {
            open_folder(file);
        } else {
            plain.push_back(file);
        }
    }
    if (!plain.empty()) open_files(plain);
    situation_at_error_ = situation();
}

void Session::open_folder(const std::string& folder) {
    const auto inside = pictures_in(folder);
    if (inside) {
        choose_photo(catalogue.show_photos(*inside));
    } else {
        refuse(ErrorAbout::kPhoto, folder, inside.error().message);
    }
}

/// Photos are shown; a network opens with the card and the labels that came with it, earlier or later.
void Session::open_files(const std::vector<std::string>& files) {
    std::vector<std::string> names = given_;
    names.insert(names.end(), files.begin(), files.end());
    std::vector<std::string> texts;
    for (const std::string& name : names) texts.push_back(lab::wants_text(name) ? text_of(name) : "");
    std::vector<lab::GivenFile> given;
    for (std::size_t i = 0; i < names.size(); ++i) given.push_back({names[i], texts[i], i < given_.size()});
    const lab::SortedFiles sorted = lab::sort_files(given);

    std::vector<std::string> kept;
    bool model_changed = false;
    const bool network_now = sorted.network >= static_cast<int>(given_.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool fresh = i >= given_.size();
        const lab::Role role = sorted.roles[i];
        // ONNX Runtime finds weights beside their network; without one the reader says what such a file is.
        const bool part = role == lab::Role::kPart;
        if (role == lab::Role::kPhoto || (part && fresh && !network_now)) {
            choose_photo(catalogue.add_photo(names[i]));
        } else if (!part && role != lab::Role::kReplaced) {
            kept.push_back(names[i]);
            model_changed |= fresh;
        }
    }
    given_ = std::move(kept);
    if (!model_changed) return;
    const auto file = [&](int index) { return index < 0 ? "" : names[static_cast<std::size_t>(index)]; };
    open_given(file(sorted.network), file(sorted.card), file(sorted.labels));
    if (!sorted.complaint.empty() && (sorted.network >= 0 || sorted.card < 0)) {
        refuse(ErrorAbout::kModel, file(sorted.network), sorted.complaint);
    }
}

/// A card alone names its network itself.
void Session::open_given(const std::string& network, const std::string& card, const std::string& labels) {
    const auto whole = [](const std::string& file) {
        std::error_code ignored;
        return file.empty() ? fs::path() : fs::absolute(file, ignored).lexically_normal();
    };
    if (!network.empty()) {
        state.model = catalogue.add_model(network, {whole(card), whole(labels)});
    } else if (!card.empty()) {
        state.model = catalogue.add_model(card, {{}, whole(labels)});
    }
}

void Session::open_model(const std::string& name_or_file) {
    const auto& models = catalogue.models();
    const bool listed = std::any_of(models.begin(), models.end(),
                                    [&](const ModelEntry& entry) { return entry.name == name_or_file; });
    std::error_code ignored;
    const bool file = fs::exists(name_or_file, ignored);
    if (listed) {
        state.model = name_or_file;
    } else if (file) {
        open({name_or_file});
    } else if (const auto model = load_model(name_or_file); !model) {
        // The loader says how to get it.
        refuse(ErrorAbout::kModel, name_or_file, model.error().message);
        situation_at_error_ = situation();
    } else {
        state.model = catalogue.add_model(name_or_file);
    }
}

}  // namespace farsight::viewer
