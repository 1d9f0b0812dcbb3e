/** The face detector's net, its hash and its model card. */
@NullMarked
package io.github.deepfer.models.face;

import org.jspecify.annotations.NullMarked;
