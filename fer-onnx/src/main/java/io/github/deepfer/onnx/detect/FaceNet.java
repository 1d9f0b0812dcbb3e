package io.github.deepfer.onnx.detect;

import io.github.deepfer.api.Framing;
import io.github.deepfer.onnx.tensor.InputSpec;
import java.nio.FloatBuffer;
import java.util.List;

/** What is particular to one kind of face-detecting net. Immutable. */
interface FaceNet {
  /** What it is called in messages. */
  String name();

  /** Whether it gives five landmarks per face. */
  boolean hasLandmarks();

  /** How its boxes sit on a face. */
  Framing framing();

  /**
   * The size of input for a picture of this size.
   *
   * @param minFaceSize narrowest face that is looked for, in pixels of the picture; 0 leaves it to
   *     the net
   */
  SearchSize searchSize(int width, int height, int minFaceSize);

  /** What it wants as input of this size. */
  InputSpec input(SearchSize size);

  /** What it gives for an input of this size, in the order in which {@link #decode} takes it. */
  List<Output> outputs(SearchSize size);

  /** Adds all candidates of at least this score, in pixels of the input. */
  void decode(List<FloatBuffer> outputs, SearchSize size, float minScore, Candidates candidates);

  /**
   * An output of the graph.
   *
   * @param name its name
   * @param shape its dimensions
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Output(String name, long... shape) {
    int floats() {
      long floats = 1;
      for (long dimension : shape) {
        floats *= dimension;
      }
      return Math.toIntExact(floats);
    }
  }

  /**
   * How a picture is laid into the input: in its upper left corner, scaled the same both ways.
   *
   * @param width columns of the input
   * @param height rows of the input
   * @param scale pixels of the input per pixel of the picture
   */
  record SearchSize(int width, int height, double scale) {}
}
