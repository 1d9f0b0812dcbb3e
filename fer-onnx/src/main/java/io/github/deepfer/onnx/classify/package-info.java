/** Emotion classifiers: models that describe themselves, or are described by their user. */
@NullMarked
package io.github.deepfer.onnx.classify;

import org.jspecify.annotations.NullMarked;
