package io.github.deepfer.api;

import io.github.deepfer.api.internal.Registry;
import io.github.deepfer.api.support.CloseGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
  private final List<AutoCloseable> owned;
  private final CloseGuard guard = new CloseGuard("pipeline");

  Pipeline(
      FaceDetector detector,
      EmotionClassifier classifier,
      float minScore,
      List<AutoCloseable> owned) {
    this.detector = detector;
    this.classifier = classifier;
    this.minScore = minScore;
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
    return new Analysis(image.width(), image.height(), classifyOpen(image, detectOpen(image)));
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
    return guard.call(() -> detectOpen(image));
  }

  private List<DetectedFace> detectOpen(Image image) {
    List<DetectedFace> found = new ArrayList<>(detector.detect(image));
    found.removeIf(face -> face.score() < minScore);
    return ReadingOrder.of(found);
  }

  /**
   * Tells the emotions of faces that are known already, for example from the frame before.
   *
   * @param image the picture; not changed
   * @param found its faces, boxed as this pipeline's detector does
   * @return the faces in the same order, numbered from 1
   * @throws InferenceException if the classifier fails
   * @throws IllegalStateException after {@link #close()}
   */
  public List<Face> classify(Image image, List<DetectedFace> found) {
    Objects.requireNonNull(image, "image");
    return guard.call(() -> classifyOpen(image, List.copyOf(found)));
  }

  private List<Face> classifyOpen(Image image, List<DetectedFace> found) {
    return numbered(found, emotions(views(image, found)));
  }

  private List<EmotionProbabilities> emotions(List<FaceView> views) {
    return views.isEmpty() ? List.of() : classifier.classify(views);
  }

  private List<FaceView> views(Image image, List<DetectedFace> found) {
    Framing framing = detector.framing();
    List<FaceView> views = new ArrayList<>(found.size());
    for (DetectedFace face : found) {
      views.add(new FaceView(image, framing.crop(face.box()).withLandmarks(face.landmarks())));
    }
    return views;
  }

  private static List<Face> numbered(
      List<DetectedFace> found, List<EmotionProbabilities> probabilities) {
    List<Face> faces = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      faces.add(Face.of(i + 1, found.get(i), probabilities.get(i)));
    }
    return faces;
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
    List<List<DetectedFace>> found = images.stream().map(this::detectOpen).toList();
    List<FaceView> views = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      views.addAll(views(images.get(i), found.get(i)));
    }
    List<EmotionProbabilities> probabilities = emotions(views);
    List<Analysis> analyses = new ArrayList<>(images.size());
    int from = 0;
    for (int i = 0; i < images.size(); i++) {
      Image image = images.get(i);
      int to = from + found.get(i).size();
      List<Face> faces = numbered(found.get(i), probabilities.subList(from, to));
      analyses.add(new Analysis(image.width(), image.height(), faces));
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
