#include "picture/upright.h"

#include <algorithm>
#include <cstring>

namespace farsight {
namespace {

/// Where CIPA DC-008 puts the stored rows and columns of each orientation.
bool columns_become_rows(int orientation) {
    return orientation >= 5;
}
bool last_row_first(int orientation) {
    return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
}
bool last_column_first(int orientation) {
    return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
}

Size upright_size(Size stored, int orientation) {
    return columns_become_rows(orientation) ? Size{stored.height, stored.width} : stored;
}

}  // namespace

UprightRows::UprightRows(Size stored, int orientation)
    : stored_(stored),
      orientation_(orientation),
      row_bytes_(3 * static_cast<std::size_t>(stored.width)),
      upright_(upright_size(stored, orientation), 3) {
    if (orientation != 1) strip_.resize(row_bytes_ * kStripRows);
}

std::uint8_t* UprightRows::next_row() {
    return orientation_ == 1 ? upright_.row(rows_done_) : strip_row(rows_done_ - rows_laid_);
}

void UprightRows::row_done() {
    ++rows_done_;
    if (orientation_ == 1) return;
    if (rows_done_ - rows_laid_ == kStripRows || rows_done_ == stored_.height) lay_strip();
}

Image UprightRows::take() {
    if (orientation_ != 1 && rows_done_ > rows_laid_) lay_strip();
    return std::move(upright_);
}

void UprightRows::lay_strip() {
    if (columns_become_rows(orientation_)) {
        lay_turned();
    } else {
        lay_mirrored();
    }
    rows_laid_ = rows_done_;
}

void UprightRows::lay_mirrored() {
    for (int y = rows_laid_; y < rows_done_; ++y) {
        const std::uint8_t* from = strip_row(y - rows_laid_);
        std::uint8_t* to = upright_.row(last_row_first(orientation_) ? stored_.height - 1 - y : y);
        if (!last_column_first(orientation_)) {
            std::memcpy(to, from, row_bytes_);
            continue;
        }
        to += row_bytes_;
        for (int x = 0; x < stored_.width; ++x, from += 3) {
            to -= 3;
            std::memcpy(to, from, 3);
        }
    }
}

void UprightRows::lay_turned() {
    // A stored column becomes a row: a strip of several rows writes runs, not single pixels.
    const int count = rows_done_ - rows_laid_;
    const bool backwards = last_row_first(orientation_);
    const int first = backwards ? stored_.height - rows_done_ : rows_laid_;
    for (int x = 0; x < stored_.width; ++x) {
        const int to_row = last_column_first(orientation_) ? stored_.width - 1 - x : x;
        std::uint8_t* to = upright_.row(to_row) + 3 * static_cast<std::size_t>(first);
        for (int i = 0; i < count; ++i, to += 3) {
            const int row = backwards ? count - 1 - i : i;
            std::memcpy(to, strip_row(row) + 3 * static_cast<std::size_t>(x), 3);
        }
    }
}

Image turn_upright(Image image, int orientation) {
    if (orientation <= 1 || orientation > 8) return image;
    UprightRows rows(image.size(), orientation);
    for (int y = 0; y < image.size().height; ++y) {
        std::memcpy(rows.next_row(), image.row(y), static_cast<std::size_t>(image.stride_bytes()));
        rows.row_done();
    }
    return rows.take();
}

}  // namespace farsight
