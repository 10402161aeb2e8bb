// The functions of a property by the type of its value.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "farsight/lab/property.h"

namespace farsight::lab {

/// Prints and parses a value of one kind; overloaded by type below and in field.cpp.
std::string print_number(const Property& property, double value);
Reading parse_number(const Property& property, std::string_view text, double& value);
std::string print_choice(const Property& property, int value);
Reading parse_choice(const Property& property, std::string_view text, int& value);
std::string print_name(const std::string& name);
Reading parse_name(std::string_view text, std::string& name);

std::string print_text(const std::string& text);
Reading parse_text(std::string_view text, std::string& value);

template <class T>
std::string print_value(const Property& property, const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        return property.kind == Kind::kText ? print_text(value) : print_name(value);
    } else if constexpr (std::is_same_v<T, std::vector<SceneMove>>) {
        return print_moves(value);
    } else if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool>) {
        return print_choice(property, static_cast<int>(value));
    } else {
        return print_number(property, static_cast<double>(value));
    }
}

template <class T>
Reading parse_value(const Property& property, std::string_view text, T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        return property.kind == Kind::kText ? parse_text(text, value) : parse_name(text, value);
    } else if constexpr (std::is_same_v<T, std::vector<SceneMove>>) {
        return parse_moves(text, value);
    } else {
        std::conditional_t<std::is_enum_v<T> || std::is_same_v<T, bool>, int, double> read{};
        Reading reading;
        if constexpr (std::is_same_v<decltype(read), int>) {
            reading = parse_choice(property, text, read);
        } else {
            reading = parse_number(property, text, read);
        }
        if (reading != Reading::kUnreadable) value = static_cast<T>(read);
        return reading;
    }
}

/// `At` is a lambda without captures that gives a state's value.
template <class At>
constexpr Field field(At /*at*/) {
    return {
        [](const Property& property, const State& state) { return print_value(property, At{}(state)); },
        [](const Property& property, State& state, std::string_view text) {
            return parse_value(property, text, At{}(state));
        },
        [](const State& a, const State& b) { return At{}(a) == At{}(b); },
        [](State& to, const State& from) { At{}(to) = At{}(from); },
    };
}

/// Of a pyramid: off, auto or full, in one word. `On` and `Full` give the two parts of it.
template <class On, class Full>
constexpr Field use_field(On /*on*/, Full /*full*/) {
    return {
        [](const Property&, const State& state) {
            return std::string(!On{}(state) ? "off" : Full{}(state) ? "full" : "auto");
        },
        [](const Property&, State& state, std::string_view text) {
            if (text != "off" && text != "auto" && text != "full") return Reading::kUnreadable;
            On{}(state) = text != "off";
            Full{}(state) = text == "full";
            return Reading::kRead;
        },
        [](const State& a, const State& b) { return On{}(a) == On{}(b); },
        [](State& to, const State& from) { On{}(to) = On{}(from); },
    };
}

}  // namespace farsight::lab
