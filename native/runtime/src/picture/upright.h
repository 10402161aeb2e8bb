// Rows as they are stored become a picture that stands upright, without a second copy of the picture.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/image.h"

namespace farsight {

/// Takes the rows of a stored RGB picture from top to bottom and lays each where it belongs upright. Beside
/// the picture itself it holds at most 16 rows.
class UprightRows {
public:
    /// Preconditions: check_size(stored) holds, orientation is an EXIF orientation, 1 to 8.
    UprightRows(Size stored, int orientation);

    /// Where the next row's pixels go, 3 bytes each. Valid until the next call of any member.
    std::uint8_t* next_row();
    /// The row got from next_row() is filled.
    void row_done();

    int rows_done() const { return rows_done_; }
    /// The picture; rows that never came are black.
    Image take();

private:
    static constexpr int kStripRows = 16;

    std::uint8_t* strip_row(int row) { return strip_.data() + static_cast<std::size_t>(row) * row_bytes_; }
    void lay_strip();
    void lay_mirrored();
    void lay_turned();

    Size stored_;
    int orientation_;
    std::size_t row_bytes_;
    Image upright_;
    std::vector<std::uint8_t> strip_;
    int rows_done_ = 0;
    int rows_laid_ = 0;
};

/// Turns RGB pixels stored with this EXIF orientation upright.
Image turn_upright(Image image, int orientation);

}  // namespace farsight
