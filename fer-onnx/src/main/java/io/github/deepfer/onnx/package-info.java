/**
 * Runs self-describing ONNX emotion models on ONNX Runtime. Applications use it through {@link
 * io.github.deepfer.api.Pipeline}; the provider is the only public class.
 */
@NullMarked
package io.github.deepfer.onnx;

import org.jspecify.annotations.NullMarked;
