/** Face detection with YuNet on OpenCV. */
@NullMarked
package io.github.deepfer.opencv.yunet;

import org.jspecify.annotations.NullMarked;
