/** The DeepFER convolutional network, its hash and its model card. */
@NullMarked
package io.github.deepfer.models.cnn;

import org.jspecify.annotations.NullMarked;
