/**
 * What all formats of picture files have in common: reading bytes, EXIF, errors, and pixels being
 * decoded.
 */
@NullMarked
package io.github.deepfer.api.internal.image.file;

import org.jspecify.annotations.NullMarked;
