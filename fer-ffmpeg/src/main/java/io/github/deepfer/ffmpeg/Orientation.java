package io.github.deepfer.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/**
 * How stored rows and columns map to the upright picture: one of the eight ways to lay a rectangle
 * on another one.
 *
 * @param swapped whether the rows of the upright picture are stored as columns
 * @param fromRight whether the stored rows are mirrored
 * @param fromBottom whether the stored columns are
 */
record Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
  private static final int MATRIX = 9;

  static final Orientation STORED = new Orientation(false, false, false);

  /**
   * Of the frame, to which FFmpeg hands on what the stream, the packet or the codec says. Codecs
   * say it now and then, and the program turns all frames up to the next time.
   *
   * @param before of the frame before
   */
  static Orientation of(AVFrame frame, Orientation before) {
    AVFrameSideData data = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    if (data == null || data.isNull() || data.size() < MATRIX * Integer.BYTES) {
      return before;
    }
    int[] matrix = new int[MATRIX];
    new IntPointer(data.data()).get(matrix);
    return of(matrix);
  }

  /**
   * By a display matrix (ISO/IEC 14496-12, tkhd): stored (x, y) goes to (ax + cy, bx + dy), so that
   * signs are flips. Between right angles the nearest counts.
   *
   * @param matrix a, b, u, c, d, v, x, y, w
   */
  static Orientation of(int[] matrix) {
    long a = matrix[0];
    long b = matrix[1];
    long c = matrix[3];
    long d = matrix[4];
    return Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d)
        ? new Orientation(true, b < 0, c < 0)
        : new Orientation(false, a < 0, d < 0);
  }

  /**
   * Lays pixels upright.
   *
   * @param stored three bytes each, rows without padding; returned as it is if upright already
   */
  byte[] apply(byte[] stored, int width, int height) {
    if (equals(STORED)) {
      return stored;
    }
    int right = 3 * (fromRight ? -1 : 1);
    int down = 3 * width * (fromBottom ? -1 : 1);
    int start = (fromRight ? 3 * (width - 1) : 0) + (fromBottom ? 3 * width * (height - 1) : 0);
    int stepX = swapped ? down : right;
    int stepY = swapped ? right : down;
    int columns = swapped ? height : width;
    byte[] upright = new byte[stored.length];
    int to = 0;
    for (int row = start; to < upright.length; row += stepY) {
      int from = row;
      for (int x = 0; x < columns; x++, from += stepX, to += 3) {
        upright[to] = stored[from];
        upright[to + 1] = stored[from + 1];
        upright[to + 2] = stored[from + 2];
      }
    }
    return upright;
  }
}
