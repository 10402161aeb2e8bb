// Coverage and depth of a tile's samples, lanes along its rows.

FARSIGHT_LANES_BEGIN

/// Lanes of a row of pixels, and what they add to the edge functions and the depth.
struct RowLanes {
    Ints steps[3];
    Floats columns;
    Mask within;

    RowLanes(const TilePiece& piece, int first) {
        const Ints x = lane_numbers() + first;
        for (int k = 0; k < 3; ++k) steps[k] = x * (piece.edges[k].step_x * kSubpixel);
        columns = to_floats(x - piece.x0);
        within = !(x < piece.x0) && x < piece.x1;
    }
    /// Samples inside the piece, where each edge function is `w` at the row's first pixel.
    FARSIGHT_LANES_INLINE Mask inside(const int (&w)[3]) const {
        const Ints outside = (steps[0] + w[0]) | (steps[1] + w[1]) | (steps[2] + w[2]);
        return within && !(outside < 0);
    }
};

FARSIGHT_LANES_INLINE void edges_at(const TilePiece& piece, int sub_x, int sub_y, int (&w)[3]) {
    for (int k = 0; k < 3; ++k) {
        const Edge& edge = piece.edges[k];
        w[k] = edge.origin + edge.step_x * sub_x + edge.step_y * sub_y;
    }
}

inline void draw(TileSamples& samples, const Piece& piece, const TilePiece& over, std::uint32_t id, int left,
                 int top, const SamplePattern& pattern) {
    const float corner =
        piece.depth_0 + piece.depth_x * static_cast<float>(left) + piece.depth_y * static_cast<float>(top);
    for (int first = over.x0 / kLanes * kLanes; first < over.x1; first += kLanes) {
        const RowLanes lanes(over, first);
        const Floats across = lanes.columns * piece.depth_x;
        for (int s = 0; s < pattern.count; ++s) {
            const float px = static_cast<float>(pattern.x[s] + over.x0 * kSubpixel) * (1.0F / kSubpixel);
            for (int y = over.y0; y < over.y1; ++y) {
                const int sub_y = pattern.y[s] + y * kSubpixel;
                int w[3];
                edges_at(over, pattern.x[s], sub_y, w);
                const Mask inside = lanes.inside(w);
                const float start = corner + piece.depth_x * px +
                                    piece.depth_y * (static_cast<float>(sub_y) * (1.0F / kSubpixel));
                const Floats here = Floats{start} + across;
                float* depth = samples.depth[s] + y * kTile + first;
                std::uint32_t* ids = samples.id[s] + y * kTile + first;
                const Floats there = load(depth);
                const Mask drawn = inside && here > there;
                store(select(drawn, here, there), depth);
                store(select(drawn, Bits{id}, load(ids)), ids);
            }
        }
    }
}

/// Marks the samples of a labelled object, hidden or not; returns how many were not marked before.
inline int draw_outline(TileSamples& samples, const Piece& piece, const TilePiece& over,
                        const SamplePattern& pattern) {
    const std::uint32_t mark = piece.object + 1;
    int fresh = 0;
    for (int first = over.x0 / kLanes * kLanes; first < over.x1; first += kLanes) {
        const RowLanes lanes(over, first);
        for (int s = 0; s < pattern.count; ++s) {
            for (int y = over.y0; y < over.y1; ++y) {
                int w[3];
                edges_at(over, pattern.x[s], pattern.y[s] + y * kSubpixel, w);
                std::uint32_t* marks = samples.outline[s] + y * kTile + first;
                const Bits before = load(marks);
                const Mask inside = lanes.inside(w) && !(before == mark);
                if (!any(inside)) continue;
                fresh += count(inside);
                store(select(inside, Bits{mark}, before), marks);
            }
        }
    }
    return fresh;
}

/// Draws one piece into a tile; returns how many samples of its outline are new when it is `labelled`.
inline int draw_piece(TileSamples& samples, const Piece& piece, int left, int top,
                      const SamplePattern& pattern, bool labelled) {
    TilePiece over;
    if (!over.set(piece, left, top)) return 0;
    draw(samples, piece, over, piece.source + kFirstTriangle, left, top, pattern);
    return labelled ? draw_outline(samples, piece, over, pattern) : 0;
}

FARSIGHT_LANES_END
