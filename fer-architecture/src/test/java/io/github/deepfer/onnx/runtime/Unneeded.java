package io.github.deepfer.onnx.runtime;

/** Public, though its package is not exported and no other uses it. */
public final class Unneeded {}
