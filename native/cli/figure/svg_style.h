// How the figures look, in a form that every program draws: each element has its colours as attributes, and a
// style sheet puts the reader's light or dark theme on top.
#pragma once

#include <string>
#include <string_view>

namespace farsight::cli {

/// The presentation attributes of an element ("line", "text", ...) with these classes, in the light theme;
/// each begins with a space.
std::string svg_attributes(std::string_view element, std::string_view classes);

/// The <style> element of figures whose root has the class "farsight".
std::string svg_style_sheet();

}  // namespace farsight::cli
