/** Face detection with a cascade of Haar-like features, searched from coarse to fine. */
@NullMarked
package io.github.deepfer.opencv.haar;

import org.jspecify.annotations.NullMarked;
