/** Drawing faces and emotions into pictures. */
@NullMarked
package io.github.deepfer.opencv.draw;

import org.jspecify.annotations.NullMarked;
