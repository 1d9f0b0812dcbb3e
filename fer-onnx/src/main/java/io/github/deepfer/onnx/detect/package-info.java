/** Face detectors: nets that are told apart by their graphs. */
@NullMarked
package io.github.deepfer.onnx.detect;

import org.jspecify.annotations.NullMarked;
