// The lab's state for the page's own thread: links, the table, the equivalent command, what a change makes
// necessary. Texts come in through one buffer, apart by NUL, and go out as one text that stands until the
// next call.
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "farsight/lab/command.h"
#include "farsight/lab/effect.h"
#include "farsight/lab/followed_words.h"
#include "farsight/lab/given_files.h"
#include "farsight/lab/lesson_check.h"
#include "farsight/lab/link.h"
#include "farsight/lab/model_words.h"
#include "farsight/lab/numbers.h"
#include "lab_table.h"

#define LAB_EXPORT extern "C" __attribute__((visibility("default"), used))

namespace farsight::web {
namespace {

using lab::State;

std::string input;
std::string output;

/// Takes the texts of a call, one after the other.
class Texts {
public:
    std::string_view next() {
        const std::string_view text = rest_.substr(0, rest_.find('\0'));
        rest_.remove_prefix(std::min(rest_.size(), text.size() + 1));
        return text;
    }
    State state() { return lab::from_query(next()).state; }
    double number() { return lab::read_number(next()).value_or(0); }

private:
    std::string_view rest_ = input;
};

std::size_t give(std::string text) {
    output = std::move(text);
    return output.size();
}

}  // namespace

/// Room for this many bytes of texts.
LAB_EXPORT char* lab_input(std::size_t size) {
    input.resize(size);
    return input.data();
}

/// What the last of the calls below gave; each of them returns its size.
LAB_EXPORT const char* lab_output() {
    return output.data();
}

LAB_EXPORT std::size_t lab_table() {
    return give(table_json());
}

/// (query): the query as the lab writes it, all values in the table's order, the names of properties that
/// change nothing now with commas between, and the complaint, a line each.
LAB_EXPORT std::size_t lab_read() {
    Texts texts;
    const lab::ParsedQuery parsed = lab::from_query(texts.next());
    std::string lines = lab::to_query(parsed.state);
    for (const lab::Property& property : lab::properties())
        lines.append("\n").append(property.print(parsed.state));
    std::string idle;
    for (const lab::Property& property : lab::properties()) {
        if (!property.matters_in(parsed.state)) idle.append(idle.empty() ? "" : ",").append(property.name);
    }
    return give(
        lines.append("\n").append(idle).append("\n").append(lab::complaint(parsed, "The link", false)));
}

/// (query, photo's file, model, card's file, labels' file)
LAB_EXPORT std::size_t lab_command() {
    Texts texts;
    const State state = texts.state();
    const std::string_view file = texts.next();
    const std::string_view model = texts.next();
    const std::string_view card = texts.next();
    return give(lab::command_for(state, file, {model, card, texts.next()}));
}

/// (name): "1" when the beginning of its text is needed, else "".
LAB_EXPORT std::size_t lab_wants_text() {
    return give(lab::wants_text(Texts().next()) ? "1" : "");
}

/// (name, beginning, "1" when given before, and so on): a letter a file, as in lab.mjs, then the indices of
/// the network, the card and the labels, and the complaint, a line each.
LAB_EXPORT std::size_t lab_sort_files(int count) {
    Texts texts;
    std::vector<lab::GivenFile> files;
    for (int i = 0; i < count; ++i) {
        const std::string_view name = texts.next();
        const std::string_view beginning = texts.next();
        files.push_back({name, beginning, !texts.next().empty()});
    }
    const lab::SortedFiles sorted = lab::sort_files(files);
    std::string lines;
    for (const lab::Role role : sorted.roles) lines += "pncltr"[static_cast<std::size_t>(role)];
    for (const int index : {sorted.network, sorted.card, sorted.labels})
        lines.append("\n").append(std::to_string(index));
    return give(lines.append("\n").append(sorted.complaint));
}

/// (query, photo's file): the picture's file and what saved files of it are called, and
/// what to do before the command, a line each.
LAB_EXPORT std::size_t lab_picture() {
    Texts texts;
    const State state = texts.state();
    const std::string_view file = texts.next();
    return give(lab::picture_file(state, file) + "\n" + lab::picture_stem(state, file) + "\n" +
                lab::command_note(state, file));
}

/// (property, value): what to say of a photo or a model that the link names and no list has.
LAB_EXPORT std::size_t lab_unlisted() {
    Texts texts;
    const std::string_view property = texts.next();
    return give(lab::unlisted_text("The link", property, texts.next()));
}

/// (model, its card's title): the menu's text and what it was taught on, a line each.
LAB_EXPORT std::size_t lab_model() {
    Texts texts;
    const std::string_view model = texts.next();
    return give(lab::menu_text(model, texts.next()) + "\n" + lab::taught_text(model));
}

/// (seconds)
LAB_EXPORT std::size_t lab_time_left() {
    return give(lab::time_left_text(Texts().number()));
}

/// (query, distance, score on the full frame, score with the pyramid, …): what became of a followed object.
LAB_EXPORT std::size_t lab_followed(int count) {
    Texts texts;
    const State state = texts.state();
    std::vector<lab::FollowedPoint> points(static_cast<std::size_t>(count));
    for (lab::FollowedPoint& point : points) {
        point.distance = texts.number();
        point.full_frame = static_cast<float>(texts.number());
        point.pyramid = static_cast<float>(texts.number());
    }
    return give(lab::followed_text(points, state.merging.min_score, state.pyramid.enabled));
}

/// (query before, query after): what the change makes necessary.
LAB_EXPORT std::size_t lab_effect() {
    Texts texts;
    const State before = texts.state();
    return give(std::string(name_of(lab::effect_of(before, texts.state()))));
}

/// (query, "detect", "decide" or "study"): the part that this depends on.
LAB_EXPORT std::size_t lab_part() {
    Texts texts;
    const State state = texts.state();
    const std::string_view what = texts.next();
    if (what == "study") return give(to_query(lab::studied_part(state)));
    return give(
        to_query(lab::part_of(state, what == "decide" ? lab::Effect::kDecide : lab::Effect::kDetect)));
}

/// (query): the second detector's.
LAB_EXPORT std::size_t lab_second() {
    return give(to_query(lab::second_of(Texts().state())));
}

/// (query, id, metres): with this object of the scene moved there.
LAB_EXPORT std::size_t lab_move() {
    Texts texts;
    State state = texts.state();
    const int id = static_cast<int>(texts.number());
    state.scene.move(id, texts.number());
    return give(to_query(state));
}

/// (name, number): as the panel shows it.
LAB_EXPORT std::size_t lab_show() {
    Texts texts;
    const lab::Property& property = lab::property(texts.next());
    return give(property.show(texts.number()));
}

/// (name, number): the nearest allowed value.
LAB_EXPORT double lab_snap() {
    Texts texts;
    const lab::NumberRange& range = lab::property(texts.next()).offered;
    return range.snap(texts.number());
}

/// (condition, query, fact's name, its value, …): "yes" or "no", or why it cannot be understood.
LAB_EXPORT std::size_t lab_holds(int count) {
    Texts texts;
    const std::string_view condition = texts.next();
    const State state = texts.state();
    std::vector<lab::Fact> facts(static_cast<std::size_t>(count));
    for (lab::Fact& fact : facts) {
        fact.name = texts.next();
        fact.value = lab::read_number(texts.next()).value_or(std::nan(""));
    }
    const auto checked = lab::holds(condition, state, facts);
    if (!checked) return give(checked.error().message);
    return give(*checked ? "yes" : "no");
}

LAB_EXPORT double lab_distance_of_step(int step) {
    return lab::distance_of_step(step);
}

}  // namespace farsight::web
