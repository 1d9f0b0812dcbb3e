package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.opencv.core.Search;
import io.github.deepfer.opencv.mat.Mats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/** Finds faces with a cascade: grey, shrunk, searched at all sizes. Not thread-safe. */
final class HaarSearch implements Search {
  private final HaarOptions options;
  private final CascadeModel model;
  private final @Nullable CoarseToFineMultiScale coarseToFine;
  private @Nullable MultiScale exhaustive;
  private final Mat pixels = new Mat();
  private final Mat gray = new Mat();
  private final Mat search = new Mat();

  /**
   * Makes the memory of a search.
   *
   * @param cascade what is searched from coarse to fine; null leaves all to OpenCV
   * @param helpers threads that may help, shared with other searches
   */
  HaarSearch(
      CascadeModel model, @Nullable HaarCascade cascade, HaarOptions options, Executor helpers) {
    this.options = options;
    this.model = model;
    if (cascade == null) {
      coarseToFine = null;
      exhaustive = new ExhaustiveMultiScale(model, options);
    } else {
      coarseToFine = new CoarseToFineMultiScale(cascade, options, helpers);
    }
  }

  private MultiScale multiScale(int width, int height, int smallest) {
    if (coarseToFine != null && coarseToFine.takes(width, height, smallest)) {
      return coarseToFine;
    }
    if (exhaustive == null) {
      exhaustive = new ExhaustiveMultiScale(model, options);
    }
    return exhaustive;
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    int smallest = options.smallestFace(image.width(), image.height());
    // Nothing is lost by shrinking: the cascade looks at faces in windows of this size anyway.
    double shrink = Math.min(1, (double) HaarOptions.SEARCHED_SIZE / smallest);
    int width = Math.max(1, (int) Math.round(image.width() * shrink));
    int height = Math.max(1, (int) Math.round(image.height() * shrink));
    Mat searched = prepare(image, width, height);
    int least = (int) Math.round(smallest * shrink);
    try {
      return faces(
          multiScale(width, height, least).detect(searched, least),
          image,
          (double) image.width() / width,
          (double) image.height() / height);
    } finally {
      Mats.releaseIfLarge(pixels);
      Mats.releaseIfLarge(gray);
    }
  }

  /** To grey, to the size of the search, and to an even spread of brightness. */
  private Mat prepare(Image image, int width, int height) {
    Mat current = gray(image);
    if (width < image.width() || height < image.height()) {
      try (Size size = new Size(width, height)) {
        opencv_imgproc.resize(current, search, size, 0, 0, opencv_imgproc.INTER_AREA);
      }
      current = search;
    }
    if (options.equalizeHistogram()) {
      opencv_imgproc.equalizeHist(current, search);
      current = search;
    }
    return current;
  }

  private Mat gray(Image image) {
    ByteBuffer buffer = image.pixels();
    if (!buffer.isDirect()) {
      Mats.copy(image, pixels);
      return toGray(pixels, image.format());
    }
    try (BytePointer bytes = new BytePointer(buffer);
        Mat view =
            new Mat(
                image.height(),
                image.width(),
                opencv_core.CV_8UC(image.format().bytesPerPixel()),
                bytes,
                image.stride())) {
      if (image.format() == PixelFormat.GRAY) {
        view.copyTo(gray);
        return gray;
      }
      return toGray(view, image.format());
    }
  }

  private Mat toGray(Mat source, PixelFormat format) {
    if (format == PixelFormat.GRAY) {
      return source;
    }
    int conversion =
        switch (format) {
          case GRAY, RGB -> opencv_imgproc.COLOR_RGB2GRAY;
          case BGR -> opencv_imgproc.COLOR_BGR2GRAY;
          case RGBA -> opencv_imgproc.COLOR_RGBA2GRAY;
          case BGRA -> opencv_imgproc.COLOR_BGRA2GRAY;
        };
    opencv_imgproc.cvtColor(source, gray, conversion);
    return gray;
  }

  private List<DetectedFace> faces(
      List<FaceGroup> found, Image image, double scaleX, double scaleY) {
    List<DetectedFace> faces = new ArrayList<>(found.size());
    for (FaceGroup group : found) {
      int left = clip(group.x() * scaleX, image.width() - 1);
      int top = clip(group.y() * scaleY, image.height() - 1);
      int right = clip((group.x() + group.width()) * scaleX, image.width());
      int bottom = clip((group.y() + group.height()) * scaleY, image.height());
      int count = group.neighbors();
      faces.add(
          new DetectedFace(
              new Box(left, top, Math.max(1, right - left), Math.max(1, bottom - top)),
              (float) count / (count + Math.max(1, options.minNeighbors())),
              null));
    }
    faces.sort(DetectedFace.BY_SCORE);
    return List.copyOf(faces);
  }

  private static int clip(double position, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(position)));
  }

  @Override
  public void close() {
    if (coarseToFine != null) {
      coarseToFine.close();
    }
    if (exhaustive != null) {
      exhaustive.close();
    }
    pixels.close();
    gray.close();
    search.close();
  }
}
