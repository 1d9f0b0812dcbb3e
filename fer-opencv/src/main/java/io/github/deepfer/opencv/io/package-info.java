/** Cameras, and pictures read and written, with OpenCV. */
@NullMarked
package io.github.deepfer.opencv.io;

import org.jspecify.annotations.NullMarked;
