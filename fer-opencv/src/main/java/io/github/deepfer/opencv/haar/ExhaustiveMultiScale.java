package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.opencv.core.OpenCv;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
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
    OpenCv.loadCascades();
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
  public List<FaceGroup> detect(Mat picture, int smallestFace) {
    try (Size minSize = new Size(smallestFace, smallestFace);
        Size maxSize = new Size();
        RectVector found = new RectVector();
        IntPointer neighbors = new IntPointer()) {
      classifier.detectMultiScale2(
          picture,
          found,
          neighbors,
          options.scaleFactor(),
          options.minNeighbors(),
          0,
          minSize,
          maxSize);
      List<FaceGroup> faces = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        try (Rect rect = found.get(i)) {
          faces.add(
              new FaceGroup(rect.x(), rect.y(), rect.width(), rect.height(), neighbors.get(i)));
        }
      }
      return faces;
    }
  }

  @Override
  public void close() {
    classifier.close();
  }
}
