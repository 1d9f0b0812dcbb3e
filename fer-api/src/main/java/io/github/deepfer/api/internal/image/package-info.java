/** From the bytes of a picture file to upright pixels: header checks, choice of decoder, EXIF. */
@NullMarked
package io.github.deepfer.api.internal.image;

import org.jspecify.annotations.NullMarked;
