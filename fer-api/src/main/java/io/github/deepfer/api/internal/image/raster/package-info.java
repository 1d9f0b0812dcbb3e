/** PNG, GIF and BMP, decoded here. */
@NullMarked
package io.github.deepfer.api.internal.image.raster;

import org.jspecify.annotations.NullMarked;
