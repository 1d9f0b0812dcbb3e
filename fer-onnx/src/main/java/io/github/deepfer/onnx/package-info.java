/**
 * Runs ONNX emotion models and face detectors on ONNX Runtime. Applications use it through {@link
 * io.github.deepfer.api.Pipeline}; the providers are the only public classes.
 */
@NullMarked
package io.github.deepfer.onnx;

import org.jspecify.annotations.NullMarked;
