// The table of properties: one line gives a property its name in a link, check, default, help, flags and
// widget.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "farsight/lab/number_range.h"
#include "farsight/lab/state.h"

namespace farsight::lab {

enum class Kind : std::uint8_t {
    kSwitch,  ///< Off, the first choice, or on; the second is what a switch turns on.
    kChoice,
    kNumber,
    kName,   ///< Of a listed photo or model; a person's own files have no name in a link.
    kText,   ///< Any words.
    kMoves,  ///< Moved objects of a scene.
};

/// What a change of a property makes necessary; a later one includes those before it.
enum class Effect : std::uint8_t {
    kNone,
    kView,    ///< To draw anew.
    kDecide,  ///< To decide anew what is a detection: merging and looking closer, without the network.
    kDetect,  ///< To run the network on what was not seen yet.
};
std::string_view name_of(Effect effect);

/// The part of the panel that offers a property.
enum class Section : std::uint8_t {
    kNone,  ///< Offered elsewhere than in the panel: on the picture, in a menu.
    kSource,
    kPhoto,
    kScene,
    kDetector,
    kPyramid,
    kDecision,
    kSecond,
};
std::string_view name_of(Section section);

/// How a number is shown.
enum class Unit : std::uint8_t { kNone, kTimes, kPercent, kMetres };

struct Choice {
    std::string_view name;   ///< In a link and a command.
    std::string_view label;  ///< In the panel.
    int value = 0;           ///< Of the enumeration, or 0 and 1.
};

/// The flags of `farsight detect` and `farsight sweep`; empty: the command has none for it.
struct Flags {
    std::string_view detect{};
    std::string_view sweep{};
};

struct Property;

/// Where the value stands in a state. The functions are those of the value's type.
struct Field {
    std::string (*print)(const Property&, const State&);
    Reading (*parse)(const Property&, State&, std::string_view text);
    bool (*same)(const State&, const State&);
    void (*copy)(State& to, const State& from);
};

struct Property {
    std::string_view name{};  ///< In a link.
    /// Of its control; empty: the name.
    std::string_view test_id{};
    /// False: another property's name in a link says it too, and it is not written itself.
    bool linked = true;
    Kind kind = Kind::kSwitch;
    Effect effect = Effect::kView;
    Section section = Section::kNone;
    std::string_view label{};
    std::string_view hint{};  ///< What it does, in a sentence.
    Field field{};
    std::span<const Choice> choices{};
    NumberRange offered{0, 0, 1};  ///< By a slider and a link.
    double accepted_min = 0;       ///< By the flag and the core, 0 apart where it is automatic.
    double accepted_max = 0;
    Unit unit = Unit::kNone;
    Flags flags{};
    bool studied = false;                     ///< Two range studies that differ in it are two.
    bool (*matters)(const State&) = nullptr;  ///< False: it changes nothing now. Null: it always matters.

    std::string_view control() const { return test_id.empty() ? name : test_id; }
    bool matters_in(const State& state) const { return matters == nullptr || matters(state); }
    std::string print(const State& state) const { return field.print(*this, state); }
    /// kUnreadable leaves the state as it was.
    Reading parse(State& state, std::string_view text) const { return field.parse(*this, state, text); }
    /// A number as the panel shows it: "30 %", "1.5×".
    std::string show(double value) const;
};

/// Of the slider that moves the chosen object, in metres.
inline constexpr NumberRange kMetresRange{3, 100, 0.5};

using Table = std::span<const Property>;

/// All properties, in the order of a link.
Table properties();

/// A property that is known to exist.
const Property& property(std::string_view name);

}  // namespace farsight::lab
