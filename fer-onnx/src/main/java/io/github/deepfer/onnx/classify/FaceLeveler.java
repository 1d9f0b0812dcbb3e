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

  /** Where the columns of samples lie to the right of the middle, and below it. */
  private final float[] rightX;

  private final float[] rightY;

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
    rightX = new float[SAMPLES * spec.width()];
    rightY = new float[SAMPLES * spec.width()];
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
    for (int i = 0; i < rightX.length; i++) {
      float right = i + 0.5f - middle;
      rightX[i] = cos * right;
      rightY[i] = sin * right;
    }
    for (int channel = 0, at = 0; channel < spec.channels(); channel++) {
      int plane = channel * side * side;
      for (int row = 0; row < width; row++) {
        float down = SAMPLES * row + 0.5f - middle;
        float nextDown = down + 1;
        for (int column = 0; column < width; column++, at++) {
          int left = SAMPLES * column;
          planes[at] =
              (sample(plane, left, sin * down, cos * down)
                      + sample(plane, left + 1, sin * down, cos * down)
                      + sample(plane, left, sin * nextDown, cos * nextDown)
                      + sample(plane, left + 1, sin * nextDown, cos * nextDown))
                  / (SAMPLES * SAMPLES);
        }
      }
    }
  }

  /**
   * Between the four nearest pixels, which the surroundings hold however they are turned.
   *
   * @param downX how far the sample's row is to the left of the middle
   * @param downY how far it is below the middle
   */
  private float sample(int plane, int column, float downX, float downY) {
    float x = side / 2f + (rightX[column] - downX) - 0.5f;
    float y = side / 2f + (rightY[column] + downY) - 0.5f;
    int left = (int) x;
    int top = (int) y;
    int at = plane + top * side + left;
    float toRight = x - left;
    float upper = around[at] + toRight * (around[at + 1] - around[at]);
    float lower = around[at + side] + toRight * (around[at + side + 1] - around[at + side]);
    return upper + (y - top) * (lower - upper);
  }
}
