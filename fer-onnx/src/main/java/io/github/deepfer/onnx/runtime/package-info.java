/** ONNX Runtime: its natives, its sessions, and what computes them. */
@NullMarked
package io.github.deepfer.onnx.runtime;

import org.jspecify.annotations.NullMarked;
