package io.github.deepfer.opencv.mat;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.opencv.core.OpenCv;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns OpenCV matrices into pictures and back. Thread-safe. */
public final class Mats {
  /**
   * Memory for larger pictures is given back after each use, or one of them would pin it. Those of
   * 12 megapixels, as most telephones take them, need 35 MiB.
   */
  private static final long MAX_KEPT_BYTES = 40 << 20;

  private Mats() {}

  /**
   * Copies a matrix to the Java heap, so that it may be released at once.
   *
   * @param mat 8-bit, of 1 (grey), 3 (BGR) or 4 (BGRA) channels, as OpenCV has them
   * @return the picture
   * @throws IllegalArgumentException if the matrix is empty, is not 8-bit, has another number of
   *     channels, or is too large for an array
   */
  public static Image toImage(Mat mat) {
    PixelFormat format = format(mat);
    return Image.wrap(bytes(mat), mat.cols(), mat.rows(), format);
  }

  /**
   * The densely packed elements of an 8-bit matrix.
   *
   * @param mat a matrix of any number of channels
   * @return its bytes, row by row; a copy
   * @throws IllegalArgumentException if they do not fit in an array
   */
  public static byte[] bytes(Mat mat) {
    long row = mat.cols() * mat.elemSize();
    if (row * mat.rows() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix of " + row * mat.rows() + " bytes does not fit in an array");
    }
    byte[] bytes = new byte[(int) (row * mat.rows())];
    try (BytePointer first = mat.data()) {
      if (mat.isContinuous()) {
        first.get(bytes);
      } else {
        for (int y = 0; y < mat.rows(); y++) {
          first.position(y * mat.step()).get(bytes, (int) (y * row), (int) row);
        }
      }
    }
    return bytes;
  }

  /**
   * Views a matrix as a picture without a copy, for a frame that is analyzed and dropped. The
   * matrix must stay open and unchanged for as long as the picture is used; reading the picture
   * after the matrix was released crashes the process.
   *
   * @param mat as for {@link #toImage}
   * @return the picture
   * @throws IllegalArgumentException as {@link #toImage}
   */
  public static Image view(Mat mat) {
    PixelFormat format = format(mat);
    long size = mat.step() * (mat.rows() - 1) + (long) mat.cols() * format.bytesPerPixel();
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a matrix of " + size + " bytes does not fit in a buffer");
    }
    ByteBuffer pixels = mat.data().capacity(size).asByteBuffer();
    return Image.wrap(pixels, mat.cols(), mat.rows(), (int) mat.step(), format);
  }

  /**
   * Copies a picture to a matrix.
   *
   * @param image the picture
   * @return a continuous matrix with the picture's channels in the picture's order, so RGB stays
   *     RGB; the caller closes it
   * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
   */
  public static Mat toMat(Image image) {
    OpenCv.load();
    Mat mat = new Mat();
    copy(image, mat);
    return mat;
  }

  /**
   * Copies to a grey or BGR matrix, which is what OpenCV's codecs and drawing expect.
   *
   * @param image any picture; its transparency is dropped
   * @return a matrix of the caller's, to be closed
   */
  public static Mat toOpenCvOrder(Image image) {
    Mat mat = toMat(image);
    try {
      switch (image.format()) {
        case RGB -> opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_RGB2BGR);
        case RGBA -> opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_RGBA2BGR);
        case BGRA -> opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_BGRA2BGR);
        case GRAY, BGR -> {}
      }
      return mat;
    } catch (RuntimeException e) {
      mat.close();
      throw e;
    }
  }

  /**
   * Copies to a matrix whose memory is kept when its size fits.
   *
   * @param image any picture
   * @param mat gets its pixels, channels in its order
   */
  public static void copy(Image image, Mat mat) {
    int size = image.format().bytesPerPixel();
    mat.create(image.height(), image.width(), opencv_core.CV_8UC(size));
    int row = image.width() * size;
    ByteBuffer source = image.pixels();
    try (BytePointer data = mat.data()) {
      ByteBuffer target = data.capacity((long) row * image.height()).asByteBuffer();
      if (image.stride() == row) {
        target.put(source);
      } else {
        for (int y = 0; y < image.height(); y++) {
          target.put(y * row, source, y * image.stride(), row);
        }
      }
    }
  }

  /**
   * Gives back the memory of a matrix that is kept for reuse, if a large picture made it large.
   *
   * @param mat empty afterwards in that case
   */
  public static void releaseIfLarge(Mat mat) {
    if (!mat.empty() && mat.total() * mat.elemSize() > MAX_KEPT_BYTES) {
      mat.release();
    }
  }

  private static PixelFormat format(Mat mat) {
    int channels =
        !mat.empty() && mat.dims() == 2 && mat.depth() == opencv_core.CV_8U ? mat.channels() : 0;
    return switch (channels) {
      case 1 -> PixelFormat.GRAY;
      case 3 -> PixelFormat.BGR;
      case 4 -> PixelFormat.BGRA;
      default ->
          throw new IllegalArgumentException(
              "a picture needs an 8-bit matrix of 1, 3 or 4 channels, got "
                  + (mat.cols() + "x" + mat.rows())
                  + " of depth "
                  + mat.depth()
                  + " and "
                  + mat.channels()
                  + " channels");
    };
  }
}
