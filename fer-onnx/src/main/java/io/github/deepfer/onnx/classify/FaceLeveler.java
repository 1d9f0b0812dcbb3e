package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import io.github.deepfer.onnx.tensor.InputSpec;
import io.github.deepfer.onnx.tensor.TensorWriter;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Collections;

/**
 * Turns the crop of a tilted head about its centre until the eyes are level, for models that learnt
 * from upright faces and know of no landmarks. The surroundings are first shrunk to twice the
 * input's resolution, so that the turn costs the same for faces of any size. Reused for face after
 * face; not thread-safe.
 */
final class FaceLeveler {
  /** In degrees. Less changes nothing that can be measured. */
  private static final float MIN_ROLL = 5;

  /** Detectors find no head that is tilted further, so landmarks that say so are wrong. */
  private static final float MAX_ROLL = 60;

  /** Per pixel of the input and side. */
  private static final int SAMPLES = 2;

  /** A square that holds the crop however it is turned is larger by this factor. */
  private static final float AROUND = (float) Math.sqrt(2);

  private final InputSpec spec;
  private final TensorWriter writer;
  private final int side;
  private final FacePreprocessor shrinker;
  private final float[] around;
  private final FloatBuffer aroundBuffer;
  private final float[] planes;

  FaceLeveler(InputSpec spec) {
    this.spec = spec;
    writer = new TensorWriter(spec);
    side = (int) Math.ceil(SAMPLES * AROUND * spec.width());
    InputSpec pixels =
        new InputSpec(
            InputSpec.Layout.NCHW,
            side,
            side,
            spec.color(),
            1,
            Collections.nCopies(spec.channels(), 0.0),
            Collections.nCopies(spec.channels(), 1.0));
    shrinker = new FacePreprocessor(pixels);
    around = new float[pixels.size()];
    aroundBuffer = FloatBuffer.wrap(around);
    planes = new float[spec.size()];
  }

  /**
   * Writes one face.
   *
   * @return whether it is tilted and was written; crops that are no squares are never turned
   */
  boolean write(
      Image image,
      ByteBuffer pixels,
      FaceCrop crop,
      Landmarks landmarks,
      FloatBuffer tensor,
      int face) {
    HeadPose pose = HeadPose.of(landmarks);
    if (pose == null
        || Math.abs(pose.roll()) < MIN_ROLL
        || Math.abs(pose.roll()) > MAX_ROLL
        || spec.width() != spec.height()
        || crop.width() != crop.height()) {
      return false;
    }
    shrinker.write(image, pixels, crop.scaled(AROUND), aroundBuffer, 0);
    turn(Math.toRadians(pose.roll()));
    writer.write(planes, tensor, face);
    return true;
  }

  private void turn(double angle) {
    float scale = side / (AROUND * spec.width()) / SAMPLES;
    float cos = (float) Math.cos(angle) * scale;
    float sin = (float) Math.sin(angle) * scale;
    int width = spec.width();
    float middle = SAMPLES * width / 2f;
    int area = width * width;
    for (int channel = 0; channel < spec.channels(); channel++) {
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
          float sum = 0;
          for (int i = 0; i < SAMPLES; i++) {
            float down = SAMPLES * row + i + 0.5f - middle;
            for (int k = 0; k < SAMPLES; k++) {
              float right = SAMPLES * column + k + 0.5f - middle;
              sum += sample(channel, cos * right - sin * down, sin * right + cos * down);
            }
          }
          planes[channel * area + row * width + column] = sum / (SAMPLES * SAMPLES);
        }
      }
    }
  }

  /** Between the four nearest pixels, at a distance from the centre. */
  private float sample(int channel, float right, float down) {
    float x = Math.max(0, Math.min(side - 1, side / 2f + right - 0.5f));
    float y = Math.max(0, Math.min(side - 1, side / 2f + down - 0.5f));
    int left = Math.min(side - 2, (int) x);
    int top = Math.min(side - 2, (int) y);
    int at = (channel * side + top) * side + left;
    float toRight = x - left;
    float upper = around[at] + toRight * (around[at + 1] - around[at]);
    float lower = around[at + side] + toRight * (around[at + side + 1] - around[at + side]);
    return upper + (y - top) * (lower - upper);
  }
}
