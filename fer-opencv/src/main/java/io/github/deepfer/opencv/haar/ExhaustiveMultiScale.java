package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.ModelException;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.jspecify.annotations.Nullable;

/** OpenCV's own search, for any cascade. */
final class ExhaustiveMultiScale implements MultiScale {
  private final HaarOptions options;
  private final CascadeClassifier classifier;

  ExhaustiveMultiScale(CascadeModel model, HaarOptions options) {
    this.options = options;
    this.classifier = parse(model);
  }

  private static CascadeClassifier parse(CascadeModel model) {
    CascadeClassifier classifier = new CascadeClassifier();
    try (FileStorage storage = new FileStorage(model.xml(), FileStorage.READ | FileStorage.MEMORY);
        FileNode root = storage.getFirstTopLevelNode()) {
      if (classifier.read(root) && !classifier.empty()) {
        return classifier;
      }
    } catch (RuntimeException e) {
      classifier.close();
      throw damaged(model, String.valueOf(e.getMessage()), e);
    }
    classifier.close();
    throw damaged(model, "no cascade in it", null);
  }

  private static ModelException damaged(
      CascadeModel model, String reason, @Nullable Throwable cause) {
    return new ModelException(
        "cascade "
            + model.info().id()
            + " is damaged or not a cascade of OpenCV 3 or later: "
            + reason,
        cause);
  }

  @Override
  public void detect(Mat picture, int smallestFace, RectVector faces, IntPointer neighbors) {
    try (Size minSize = new Size(smallestFace, smallestFace);
        Size maxSize = new Size()) {
      classifier.detectMultiScale2(
          picture,
          faces,
          neighbors,
          options.scaleFactor(),
          options.minNeighbors(),
          0,
          minSize,
          maxSize);
    }
  }

  @Override
  public void close() {
    classifier.close();
  }
}
