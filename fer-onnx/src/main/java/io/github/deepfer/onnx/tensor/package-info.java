/** From the pixels of a picture to the input of a net. */
@NullMarked
package io.github.deepfer.onnx.tensor;

import org.jspecify.annotations.NullMarked;
