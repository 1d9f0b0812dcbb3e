package io.github.deepfer.opencv.yunet;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.Framing;
import io.github.deepfer.api.Image;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.opencv.core.SearchPool;
import io.github.deepfer.opencv.core.SmallestFace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds faces, turned and partly hidden ones too, with the neural net YuNet (Wu, Peng and Yu, "A
 * Tiny Millisecond-level Face Detector", 2023) on the CPU, and gives five landmarks of each. The
 * model file is the user's: {@code face_detection_yunet_*.onnx} of the <a
 * href="https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet">OpenCV zoo</a>,
 * under the MIT licence. Thread-safe: each running call has a net of its own; as many as there are
 * processors are kept for the next calls.
 *
 * <p>The score is the geometric mean of the net's confidence that there is something and that it is
 * a face.
 */
public final class YuNetFaceDetector implements FaceDetector {
  static final String ID = "yunet";

  /** Measured by FramingTool on FER2013; docs/framing.md has the figures. */
  private static final Framing FRAMING = new Framing(1.01f, 0.01f, 0.003f);

  private final SearchPool pool;
  private final BackendInfo info;

  private YuNetFaceDetector(YuNetModel model, YuNetOptions options) {
    this.info =
        new BackendInfo(ID, "cpu", null, Map.of("opencv", OpenCv.version()), List.of(model.info()));
    this.pool = new SearchPool(ID, () -> new YuNet(model, options));
  }

  /**
   * Starts a detector with options of its own.
   *
   * @param model the ONNX file; read by {@link Builder#build()}
   * @return a builder with the defaults
   */
  public static Builder builder(Path model) {
    return new Builder(Objects.requireNonNull(model, "model"));
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    return pool.detect(image);
  }

  @Override
  public Framing framing() {
    return FRAMING;
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Options of a {@link YuNetFaceDetector}. Not thread-safe. */
  public static final class Builder {
    private final Path model;
    private SmallestFace smallestFace = SmallestFace.DERIVED;
    private float minScore = 0.7f;
    private @Nullable String sha256;

    private Builder(Path model) {
      this.model = model;
    }

    /**
     * Sets the narrowest box that is looked for. Larger is faster.
     *
     * @param pixels 0, the default, takes a 20th of the picture's shorter side, but at least 20
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder minFaceSize(int pixels) {
      smallestFace = new SmallestFace(pixels);
      return this;
    }

    /**
     * Sets the least score of a face. More means fewer false alarms and more missed faces.
     *
     * @param score in [0, 1]; 0.7 by default
     * @return this builder
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public Builder minScore(float score) {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("the least score must be in [0, 1], got " + score);
      }
      minScore = score;
      return this;
    }

    /**
     * Vouches for a file that is no release of the OpenCV zoo, such as a net of your own training.
     * OpenCV can crash on a damaged file, so no other one is opened.
     *
     * @param hash its SHA-256 as 64 lower-case hex digits
     * @return this builder
     */
    public Builder sha256(String hash) {
      sha256 = Objects.requireNonNull(hash, "hash");
      return this;
    }

    /**
     * Reads the file, tries the net, and opens the detector.
     *
     * @return a detector that the caller closes
     * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
     * @throws io.github.deepfer.api.ModelException if the file is missing, damaged, or no YuNet
     *     that is known
     */
    public YuNetFaceDetector build() {
      YuNetModel read = YuNetModel.ofFile(model, sha256);
      OpenCv.load();
      return new YuNetFaceDetector(read, new YuNetOptions(smallestFace, minScore));
    }
  }
}
