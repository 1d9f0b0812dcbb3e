package io.github.deepfer.api;

import io.github.deepfer.api.internal.Registry;
import io.github.deepfer.api.support.CloseGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the faces of a picture and tells the emotion of each. Thread-safe: one pipeline serves any
 * number of threads.
 *
 * <pre>{@code
 * try (Pipeline pipeline = Pipeline.create()) {
 *   Analysis analysis = pipeline.analyze(Image.read(Path.of("team.jpg")));
 *   analysis.faces().forEach(f -> System.out.println(f.box() + " " + f.emotion()));
 * }
 * }</pre>
 */
public final class Pipeline implements AutoCloseable {
  private final FaceDetector detector;
  private final EmotionClassifier classifier;
  private final float minScore;
  private final FaceQuality.@Nullable Limits minQuality;
  private final List<AutoCloseable> owned;
  private final CloseGuard guard = new CloseGuard("pipeline");

  Pipeline(
      FaceDetector detector,
      EmotionClassifier classifier,
      float minScore,
      FaceQuality.@Nullable Limits minQuality,
      List<AutoCloseable> owned) {
    this.detector = detector;
    this.classifier = classifier;
    this.minScore = minScore;
    this.minQuality = minQuality;
    this.owned = List.copyOf(owned);
  }

  /**
   * Opens the best available detector and classifier with their defaults.
   *
   * @return a pipeline that the caller closes
   * @throws ProviderException if no detector or no classifier can run here
   * @throws ModelException if a model file is damaged
   */
  public static Pipeline create() {
    return builder().build();
  }

  /**
   * Starts a pipeline with choices of its own.
   *
   * @return a builder with the defaults of {@link #create()}
   */
  public static PipelineBuilder builder() {
    return new PipelineBuilder();
  }

  /**
   * Lists the detectors, classifiers, classifier backends and image decoders that can be found, and
   * why each can or cannot run. Opens nothing.
   *
   * @return every provider found
   */
  public static List<ProviderStatus> providers() {
    return Registry.load().statuses();
  }

  /**
   * Analyzes one picture.
   *
   * @param image the picture; not changed
   * @return its faces in reading order, rows from the top, each from left to right; none if there
   *     is none
   * @throws InferenceException if a backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  public Analysis analyze(Image image) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> detectAndClassify(image));
  }

  private Analysis detectAndClassify(Image image) {
    Seen seen = see(image);
    return seen.analysis(emotions(seen.views));
  }

  /**
   * Finds the faces of a picture, for a caller that tells their emotions later with {@link
   * #classify}.
   *
   * @param image the picture; not changed
   * @return its faces in reading order, rows from the top, each from left to right; none if there
   *     is none
   * @throws InferenceException if the detector fails
   * @throws IllegalStateException after {@link #close()}
   */
  public List<DetectedFace> detect(Image image) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> minQuality == null ? detectOpen(image) : see(image).found);
  }

  private List<DetectedFace> detectOpen(Image image) {
    List<DetectedFace> found = new ArrayList<>(detector.detect(image));
    found.removeIf(face -> face.score() < minScore);
    return ReadingOrder.of(found);
  }

  /** Finds and measures the faces of a picture, and sorts out those that fall short. */
  private Seen see(Image image) {
    List<DetectedFace> found = detectOpen(image);
    Seen seen = new Seen(image, found.size());
    for (DetectedFace face : found) {
      FaceQuality quality = measure(image, face);
      if (minQuality == null || quality.usable()) {
        seen.add(face, quality);
      } else {
        seen.rejected.add(new RejectedFace(face, quality));
      }
    }
    return seen;
  }

  private FaceQuality measure(Image image, DetectedFace face) {
    FaceQuality.Limits limits = minQuality == null ? FaceQuality.Limits.DEFAULT : minQuality;
    return FaceQuality.measure(image, face, detector.framing(), limits);
  }

  /**
   * Tells the emotions of faces that are known already, for example from the frame before.
   *
   * @param image the picture; not changed
   * @param found its faces, boxed as this pipeline's detector does; all of them are classified,
   *     however well they can be seen
   * @return the faces in the same order, numbered from 1
   * @throws InferenceException if the classifier fails
   * @throws IllegalStateException after {@link #close()}
   */
  public List<Face> classify(Image image, List<DetectedFace> found) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> classifyOpen(image, List.copyOf(found)));
  }

  private List<Face> classifyOpen(Image image, List<DetectedFace> found) {
    Seen seen = new Seen(image, found.size());
    found.forEach(face -> seen.add(face, measure(image, face)));
    return seen.faces(emotions(seen.views));
  }

  private List<EmotionProbabilities> emotions(List<FaceView> views) {
    return views.isEmpty() ? List.of() : classifier.classify(views);
  }

  /** The faces of a picture on their way from the detector to the classifier. */
  private final class Seen {
    private final Image image;
    private final List<DetectedFace> found;
    private final List<FaceQuality> qualities;
    private final List<FaceView> views;
    private final List<RejectedFace> rejected = new ArrayList<>();

    private Seen(Image image, int faces) {
      this.image = image;
      found = new ArrayList<>(faces);
      qualities = new ArrayList<>(faces);
      views = new ArrayList<>(faces);
    }

    private void add(DetectedFace face, FaceQuality quality) {
      found.add(face);
      qualities.add(quality);
      views.add(
          new FaceView(image, detector.framing().crop(face.box()).withLandmarks(face.landmarks())));
    }

    private List<Face> faces(List<EmotionProbabilities> probabilities) {
      List<Face> faces = new ArrayList<>(found.size());
      for (int i = 0; i < found.size(); i++) {
        DetectedFace face = found.get(i);
        faces.add(
            new Face(
                i + 1,
                face.box(),
                face.score(),
                face.landmarks(),
                qualities.get(i),
                probabilities.get(i)));
      }
      return faces;
    }

    private Analysis analysis(List<EmotionProbabilities> probabilities) {
      return new Analysis(image.width(), image.height(), faces(probabilities), rejected);
    }
  }

  /**
   * Analyzes several pictures: finds the faces of one after the other, then tells the emotions of
   * all of them together, which is faster where most pictures show few faces. A failure ends the
   * call; to go on after a bad picture, analyze them one by one.
   *
   * @param images the pictures, all of which are held until the end
   * @return an analysis per picture, in their order
   * @throws InferenceException if a backend fails
   * @throws IllegalStateException after {@link #close()}
   */
  public List<Analysis> analyze(List<Image> images) {
    List<Image> copy = List.copyOf(images);
    return guard.call(() -> detectAllAndClassify(copy));
  }

  private List<Analysis> detectAllAndClassify(List<Image> images) {
    List<Seen> all = images.stream().map(this::see).toList();
    List<EmotionProbabilities> probabilities =
        emotions(all.stream().flatMap(seen -> seen.views.stream()).toList());
    List<Analysis> analyses = new ArrayList<>(images.size());
    int from = 0;
    for (Seen seen : all) {
      int to = from + seen.found.size();
      analyses.add(seen.analysis(probabilities.subList(from, to)));
      from = to;
    }
    return analyses;
  }

  /**
   * Analyzes frames as they are pulled, so that an endless source is fine.
   *
   * @param frames the frames
   * @return a lazy stream with an analysis per frame, in their order; closing it closes {@code
   *     frames}. Its terminal operation throws as {@link #analyze(Image)}
   */
  public Stream<Analysis> analyze(Stream<Image> frames) {
    return frames.map(this::analyze);
  }

  /**
   * What was chosen and what it really runs on.
   *
   * @return ids, execution provider, library versions, model hashes
   */
  public RuntimeInfo runtimeInfo() {
    return new RuntimeInfo(detector.info(), classifier.info());
  }

  /**
   * Closes the detector and the classifier that this pipeline opened; those it was handed stay
   * open. Waits for running calls. A second call does nothing.
   *
   * @throws IllegalStateException if called from within a call of this pipeline
   */
  @Override
  public void close() {
    guard.close(() -> PipelineBuilder.closeAll(owned));
  }
}
