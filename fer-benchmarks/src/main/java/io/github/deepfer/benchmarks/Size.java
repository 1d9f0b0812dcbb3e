package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Image;

/** The size of a frame, from a benchmark's parameter such as {@code 640x480}. */
record Size(int width, int height) {
  static Size of(String parameter) {
    int times = parameter.indexOf('x');
    return new Size(
        Integer.parseInt(parameter.substring(0, times)),
        Integer.parseInt(parameter.substring(times + 1)));
  }

  Image group(int faces) {
    return Frames.group(width, height, faces);
  }
}
