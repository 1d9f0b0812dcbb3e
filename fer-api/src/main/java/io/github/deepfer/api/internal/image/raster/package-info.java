/** PNG, GIF and BMP, decoded here, and the headers of WebP. */
@NullMarked
package io.github.deepfer.api.internal.image.raster;

import org.jspecify.annotations.NullMarked;
