// How much detail a patch of a picture holds, by how fine it is.
#pragma once

#include <vector>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// Most rings of spatial_energy.
inline constexpr int kMaxHarmonics = 64;

/// Energy of the patch's brightness by spatial frequency. Element k belongs to waves of about k cycles along
/// the patch's side (the ring k - 1/2 <= f < k + 1/2); element 0 is 0, since the mean is taken away. Two
/// patches of one region at different zooms are comparable element by element.
///
/// Brightness is Rec. 709 luma of the 8-bit values in [0, 1]. A Hann window, scaled to keep energy, hides the
/// patch's edges, so that a pure wave of k cycles spills into its neighbours. A patch of n pixels a side
/// holds no more than n / 2 cycles: rings beyond that on both axes are 0, and beyond the shorter side's
/// limit they hold what the longer side still shows. The sum over all rings is near the patch's variance.
///
/// Costs width * height * harmonics steps. Fails as check_image does, with kInvalidArgument unless
/// 1 <= harmonics <= kMaxHarmonics.
Result<std::vector<double>> spatial_energy(const ImageView& patch, int harmonics);

}  // namespace farsight
