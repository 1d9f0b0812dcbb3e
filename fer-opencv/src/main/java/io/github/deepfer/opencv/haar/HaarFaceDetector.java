package io.github.deepfer.opencv.haar;

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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds upright frontal faces with a cascade of Haar-like features (Viola and Jones 2001, Lienhart
 * and Maydt 2002) on the CPU. Thread-safe: each running call has a cascade of its own; as many as
 * there are processors are kept for the next calls.
 *
 * <p>The score is n / (n + minNeighbors) for a face that n raw hits of the search agree on, so it
 * is at least 0.5 and never 1. There are no landmarks.
 */
public final class HaarFaceDetector implements FaceDetector {
  static final String ID = "haar";

  private final CascadeModel model;
  private final HelperThreads helpers;
  private final SearchPool pool;
  private final BackendInfo info;

  private HaarFaceDetector(CascadeModel model, @Nullable HaarCascade cascade, HaarOptions options) {
    this.model = model;
    this.info =
        BackendInfo.builder(ID).library("opencv", OpenCv.version()).model(model.info()).build();
    this.helpers = new HelperThreads(Math.max(1, options.threads() - 1));
    this.pool = new SearchPool(ID, () -> new HaarSearch(model, cascade, options, helpers));
  }

  /**
   * Starts a detector with options of its own.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public List<DetectedFace> detect(Image image) {
    return pool.detect(image);
  }

  @Override
  public Framing framing() {
    return model.framing();
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public void close() {
    pool.close();
    helpers.close();
  }

  /** Options of a {@link HaarFaceDetector}. Not thread-safe. */
  public static final class Builder {
    private SmallestFace smallestFace = SmallestFace.DERIVED;
    private double scaleFactor = 1.1;
    private int minNeighbors = 5;
    private boolean equalizeHistogram = false;
    private boolean exhaustive = false;
    private int threads;
    private @Nullable Path cascade;
    private Framing framing = Framing.BOX;

    private Builder() {}

    /**
     * Sets the narrowest box that is looked for. Larger is faster.
     *
     * @param pixels 0, the default, takes a 20th of the picture's shorter side, but at least 30
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder minFaceSize(int pixels) {
      smallestFace = new SmallestFace(pixels);
      return this;
    }

    /**
     * Sets by how much the searched size grows from step to step. Smaller finds more and is slower.
     *
     * @param factor above 1; 1.1 by default
     * @return this builder
     * @throws IllegalArgumentException if it is not above 1
     */
    public Builder scaleFactor(double factor) {
      if (!(factor > 1 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the scale factor must be above 1, got " + factor);
      }
      scaleFactor = factor;
      return this;
    }

    /**
     * Sets how many raw hits make a face. More means fewer false alarms and more missed faces.
     *
     * @param count at least 1; 5 by default
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder minNeighbors(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("a face needs at least 1 neighbor, got " + count);
      }
      minNeighbors = count;
      return this;
    }

    /**
     * Sets whether brightness is spread evenly over the whole picture before the search.
     *
     * @param equalize false by default: on enlarged FER2013 faces it finds 5 % fewer
     * @return this builder
     */
    public Builder equalizeHistogram(boolean equalize) {
      equalizeHistogram = equalize;
      return this;
    }

    /**
     * Sets whether OpenCV looks at every window. If not, a part of the windows is looked at, and
     * all of them only where these look like a face. That takes less than a third of the time and
     * finds the same faces; of a thousand, three or fewer that hardly more raw hits than {@link
     * #minNeighbors} agree on can be missing. OpenCV always searches with a cascade of yours, and
     * pictures that have more than 4 megapixels once they are shrunk until the smallest face is 30
     * pixels wide.
     *
     * @param every false by default
     * @return this builder
     */
    public Builder exhaustive(boolean every) {
      exhaustive = every;
      return this;
    }

    /**
     * Sets how many threads share one search, the calling one among them. The others are the
     * detector's own: they start when they are needed, serve all its calls, and end when they have
     * been idle for a second or the detector is closed. Never more are used than {@code
     * opencv_core.setNumThreads} allows. A search of OpenCV's own takes what OpenCV has.
     *
     * @param count at most 4 are used; 0, the default, takes as many as there are processors, and 1
     *     starts none
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder threads(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("threads must be 0 or more, got " + count);
      }
      threads = count;
      return this;
    }

    /**
     * Uses another cascade than the frontal one that OpenCV ships.
     *
     * @param file an XML file in the format of OpenCV 3 and later
     * @param boxFraming how its boxes sit on FER2013 faces; {@link Framing#BOX} if unknown
     * @return this builder
     */
    public Builder cascade(Path file, Framing boxFraming) {
      cascade = Objects.requireNonNull(file, "file");
      framing = Objects.requireNonNull(boxFraming, "boxFraming");
      return this;
    }

    /**
     * Opens the detector.
     *
     * @return a detector that the caller closes
     * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
     * @throws io.github.deepfer.api.ModelException if the cascade is missing or damaged
     */
    public HaarFaceDetector build() {
      OpenCv.load();
      CascadeModel model =
          cascade == null ? CascadeModel.shipped() : CascadeModel.ofFile(cascade, framing);
      return new HaarFaceDetector(
          model,
          exhaustive || cascade != null ? null : HaarCascade.of(model),
          new HaarOptions(
              smallestFace, scaleFactor, minNeighbors, equalizeHistogram, threadsToUse()));
    }

    private int threadsToUse() {
      int wanted = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
      return Math.min(HaarOptions.MAX_THREADS, wanted);
    }
  }
}
