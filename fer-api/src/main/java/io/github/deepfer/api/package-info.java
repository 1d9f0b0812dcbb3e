/**
 * What an application uses: {@link io.github.deepfer.api.Pipeline} finds the faces of an {@link
 * io.github.deepfer.api.Image} and tells the emotion of each.
 *
 * <p>Values are immutable records. Lengths are in pixels of the upright picture, the origin is its
 * top-left corner, x grows to the right and y downwards.
 *
 * <p>Nothing takes or gives null unless it is marked {@code @Nullable}; a null elsewhere is
 * answered with a {@link NullPointerException}.
 */
@NullMarked
package io.github.deepfer.api;

import org.jspecify.annotations.NullMarked;
