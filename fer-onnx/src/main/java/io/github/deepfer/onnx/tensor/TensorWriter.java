package io.github.deepfer.onnx.tensor;

import java.nio.FloatBuffer;

/** Normalises the planes of a face and lays them out as a model wants. Thread-safe. */
public final class TensorWriter {
  private final InputSpec spec;

  public TensorWriter(InputSpec spec) {
    this.spec = spec;
  }

  /**
   * Writes one face.
   *
   * @param planes pixels of 0 to 255, channel by channel and row by row; normalised in place
   * @param tensor where to write
   * @param face how many faces lie before this one in the tensor
   */
  public void write(float[] planes, FloatBuffer tensor, int face) {
    int base = face * spec.size();
    int area = spec.width() * spec.height();
    for (int channel = 0; channel < spec.channels(); channel++) {
      double std = spec.std().get(channel);
      float gain = (float) (spec.scale() / std);
      float shift = (float) (-spec.mean().get(channel) / std);
      int end = (channel + 1) * area;
      for (int i = channel * area; i < end; i++) {
        planes[i] = planes[i] * gain + shift;
      }
    }
    if (spec.layout() == InputSpec.Layout.NCHW) {
      tensor.put(base, planes);
    } else {
      for (int channel = 0; channel < spec.channels(); channel++) {
        for (int i = 0; i < area; i++) {
          tensor.put(base + i * spec.channels() + channel, planes[channel * area + i]);
        }
      }
    }
  }
}
