/** Model files of others: read, measured and looked through before ONNX Runtime gets them. */
@NullMarked
package io.github.deepfer.onnx.file;

import org.jspecify.annotations.NullMarked;
