#include "farsight/lab/property.h"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "farsight/lab/command.h"
#include "farsight/lab/effect.h"
#include "farsight/lab/link.h"
#include "state/field.h"

using namespace farsight::lab;

TEST_CASE("a number snaps to its range and its steps") {
    const NumberRange zoom{0.05, 4, 0.05, true};
    CHECK(zoom.snap(0.524) == 0.5);
    CHECK(zoom.snap(0.526) == 0.55);
    CHECK(zoom.snap(9) == 4);
    CHECK(zoom.snap(0.001) == 0.05);
}

TEST_CASE("0 is allowed only where it leaves the choice to the core") {
    CHECK(NumberRange{1, 8, 1, true}.snap(0) == 0);
    CHECK(NumberRange{1, 8, 1, false}.snap(0) == 1);
}

TEST_CASE("a number is written as short as its step allows") {
    const NumberRange zoom{0.05, 4, 0.05, true};
    CHECK(zoom.print(0.5) == "0.5");
    CHECK(zoom.print(2) == "2");
    CHECK(zoom.print(1.0 / 3) == "0.333");
}

TEST_CASE("a small or negative number keeps its zeros and its sign") {
    const NumberRange range{0, 1, 0.01};
    CHECK(range.print(0.05) == "0.05");
    CHECK(range.print(0) == "0");
    CHECK(range.print(-0.5) == "-0.5");
}

TEST_CASE("a number is shown with its unit") {
    CHECK(property("score").show(0.3) == "30 %");
    CHECK(property("finest-zoom").show(1.5) == "1.5×");
    CHECK(property("finest-zoom").show(0.123) == "0.12×");
    CHECK(property("levels").show(4) == "4");
}

TEST_CASE(
    "one line gives a property its name in a link, check, default, help, flags and what its change needs") {
    // No property of the table is like it: the fixture is what somebody would add.
    const std::array choices = {Choice{"off", "Off", 0}, Choice{"on", "On", 1}};
    std::vector<Property> table(properties().begin(), properties().end());
    table.push_back({.name = "class-agnostic",
                     .effect = Effect::kDecide,
                     .section = Section::kDecision,
                     .label = "Across classes",
                     .hint = "Boxes of different classes may merge too.",
                     .field = field([](auto& s) -> auto& { return s.merging.class_agnostic; }),
                     .choices = choices,
                     .flags = {.detect = "class-agnostic", .sweep = ""},
                     .studied = true});
    CHECK(to_query(State{}, table).empty());
    const ParsedQuery parsed = from_query("class-agnostic=on&score=0.5", table);
    CHECK(parsed.state.merging.class_agnostic);
    CHECK(to_query(parsed.state, table) == "score=0.5&class-agnostic=on");
    CHECK(from_query("class-agnostic=maybe", table).unreadable == std::vector<std::string>{"class-agnostic"});
    CHECK(command_for(parsed.state, "a.jpg", {}, table) ==
          "farsight detect a.jpg --score 0.5 --class-agnostic on");
    const State plain = from_query("score=0.5", table).state;
    CHECK(effect_of(plain, parsed.state, table) == Effect::kDecide);
    CHECK(studied_part(plain, table) != studied_part(parsed.state, table));
}
