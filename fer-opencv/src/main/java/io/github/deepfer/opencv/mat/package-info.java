/** DeepFER pictures from and to OpenCV matrices. */
@NullMarked
package io.github.deepfer.opencv.mat;

import org.jspecify.annotations.NullMarked;
