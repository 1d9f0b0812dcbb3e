/** The DeepFER convolutional network quantised to int8, its hash and its model card. */
@NullMarked
package io.github.deepfer.models.cnn.quantized;

import org.jspecify.annotations.NullMarked;
