package io.github.deepfer.spark;

import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.report.table.FaceColumn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Finds the faces of many pictures on a Spark cluster. Immutable and thread-safe. No argument may
 * be null.
 *
 * <pre>{@code
 * Dataset<Row> pictures = spark.read().format("binaryFile").load("hdfs:///pictures/*.jpg");
 * Dataset<Row> faces = SparkAnalyzer.builder().build().analyze(pictures);
 * faces.write().parquet("hdfs:///faces");
 * }</pre>
 *
 * <p>An executor opens one {@link Pipeline} per kind of settings, at its first task, and keeps it
 * until its process ends; its tasks share the models, and each computes on one thread. A picture
 * that cannot be analyzed is a row with an {@code error} and does not fail the job; models that
 * cannot be opened do.
 */
public final class SparkAnalyzer {
  private static final String PATH = "path";
  private static final String CONTENT = "content";

  private final PipelineSettings settings;
  private final int detectEvery;
  private final @Nullable FaceMetrics metrics;

  private SparkAnalyzer(Builder builder) {
    settings =
        new PipelineSettings(
            builder.detector,
            builder.classifier,
            builder.head,
            builder.minFaceSize,
            builder.minQuality);
    detectEvery = builder.detectEvery;
    metrics = builder.metrics;
  }

  /**
   * Starts an analyzer with options of its own.
   *
   * @return a builder with the defaults of {@link Pipeline}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The columns of the table: those of {@link FaceColumn}, by their names, in their order.
   *
   * @return text as string, whole numbers as int, others as double; {@code image} is never null
   */
  public static StructType schema() {
    return FaceRows.SCHEMA;
  }

  /**
   * Analyzes pictures, when an action asks for it.
   *
   * @param pictures a picture per row: {@code path}, a string, and {@code content}, the bytes of
   *     its file, as Spark's {@code binaryFile} gives them; or {@code path} alone, and the task
   *     that analyzes it reads it from any file system that Hadoop knows, which saves the memory of
   *     those that wait. Other columns are left out
   * @return a row per face, and one for a picture without a face or with an error; {@code image} is
   *     the path
   * @throws IllegalArgumentException if these columns are missing or of another type
   */
  public Dataset<Row> analyze(Dataset<Row> pictures) {
    StructType given = pictures.schema();
    require(given, PATH, DataTypes.StringType);
    boolean inline = Arrays.asList(given.fieldNames()).contains(CONTENT);
    if (inline) {
      require(given, CONTENT, DataTypes.BinaryType);
    }
    Column path = pictures.col(PATH);
    Dataset<Row> needed =
        inline ? pictures.select(path, pictures.col(CONTENT)) : pictures.select(path);
    return needed.mapPartitions(
        new AnalyzePartition(settings, inline, hadoop(pictures), metrics), Encoders.row(schema()));
  }

  /**
   * The columns of the table of videos: {@code video}, the path; {@code span}, the number of its
   * part, from 0; those of {@link io.github.deepfer.report.table.TrackColumn} by their names, in
   * their order; and {@code error}.
   *
   * @return as {@link #schema}; {@code video} and {@code span} are never null
   */
  public static StructType videoSchema() {
    return VideoRows.SCHEMA;
  }

  /**
   * Follows the faces of videos, when an action asks for it: a video is one span, and its rows are
   * those of {@code ./fer video}. Needs {@code fer-ffmpeg} on the class path of the executors; the
   * job fails and says so where it is missing.
   *
   * @param videos a video per row: {@code path}, a string. Those of file systems other than the
   *     executors' own are copied to a temporary file by the task that analyzes them. Other columns
   *     are left out
   * @return a row per face and frame, and one with an {@code error} for a video that cannot be
   *     read, after the rows of what could be; none for a frame without a face
   * @throws IllegalArgumentException if the column is missing or of another type
   */
  public Dataset<Row> analyzeVideos(Dataset<Row> videos) {
    require(videos.schema(), PATH, DataTypes.StringType);
    return analyzeSpans(
        videos
            .select(videos.col(PATH))
            .map(
                (MapFunction<Row, Row>) row -> VideoSpan.whole(row.getString(0)).row(),
                Encoders.row(VideoSpan.SCHEMA)));
  }

  /**
   * Follows the faces of videos that are cut into spans, a task each, so that a cluster shares out
   * a long one. How long they are is asked for at once, by a job of its own. Faces are followed
   * within a span only: {@code track} counts from 1 in each, what is smoothed begins anew, and the
   * faces of its first frame are believed at once. Numbers and times of frames, boxes and the
   * probabilities of each frame alone are those of the whole video.
   *
   * @param videos as {@link #analyzeVideos(Dataset)}
   * @param span how long a span is; one that the last frames of a video are in may be longer or
   *     shorter. Minutes rather than seconds: each reads the file up to its start
   * @return as above; an {@code error} of a span is its own
   * @throws IllegalArgumentException as above, and if the length is not above zero
   */
  public Dataset<Row> analyzeVideos(Dataset<Row> videos, Duration span) {
    if (span.isNegative() || span.isZero()) {
      throw new IllegalArgumentException("a span must be longer than nothing, got " + span);
    }
    require(videos.schema(), PATH, DataTypes.StringType);
    List<Row> spans =
        videos
            .select(videos.col(PATH))
            .flatMap(new CutVideos(span, hadoop(videos)), Encoders.row(VideoSpan.SCHEMA))
            .collectAsList();
    SparkSession spark = videos.sparkSession();
    return analyzeSpans(
        spark.createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(spans, Math.max(1, spans.size())),
            VideoSpan.SCHEMA));
  }

  private Dataset<Row> analyzeSpans(Dataset<Row> spans) {
    return spans.mapPartitions(
        new AnalyzeSpans(settings, detectEvery, hadoop(spans), metrics),
        Encoders.row(videoSchema()));
  }

  private static SerializableConfiguration hadoop(Dataset<Row> table) {
    return new SerializableConfiguration(table.sparkSession().sparkContext().hadoopConfiguration());
  }

  private static void require(StructType given, String name, DataType type) {
    boolean there =
        Arrays.stream(given.fields())
            .anyMatch(field -> field.name().equals(name) && field.dataType().equals(type));
    if (!there) {
      throw new IllegalArgumentException(
          "pictures and videos need a column %s of type %s, these have %s; read pictures with format(\"binaryFile\")"
              .formatted(name, type.sql(), given.toDDL()));
    }
  }

  /**
   * Registers a function of SQL from the bytes of a picture's file to an array of structs: what the
   * table of {@link #analyze} would hold of it, with {@code picture} as its {@code image}. It is
   * null for null.
   *
   * @param spark where
   * @param name what SQL calls it
   */
  public void register(SparkSession spark, String name) {
    spark
        .udf()
        .register(
            Objects.requireNonNull(name, "name"),
            new FacesOfPicture(settings),
            DataTypes.createArrayType(schema(), false));
  }

  /** Options of a {@link SparkAnalyzer}. Not thread-safe. */
  public static final class Builder {
    private @Nullable String detector;
    private @Nullable String classifier;
    private @Nullable String head;
    private @Nullable Integer minFaceSize;
    private PipelineSettings.@Nullable Quality minQuality;
    private int detectEvery = 1;
    private @Nullable FaceMetrics metrics;

    private Builder() {}

    /**
     * Chooses the detector.
     *
     * @param id as {@link PipelineBuilder#detector(String)}
     * @return this builder
     */
    public Builder detector(String id) {
      detector = Objects.requireNonNull(id, "id");
      return this;
    }

    /**
     * Chooses the classifier.
     *
     * @param id as {@link PipelineBuilder#classifier(String)}
     * @return this builder
     */
    public Builder classifier(String id) {
      classifier = Objects.requireNonNull(id, "id");
      return this;
    }

    /**
     * Chooses the classifier's head.
     *
     * @param output as {@link PipelineBuilder#head}
     * @return this builder
     */
    public Builder head(String output) {
      head = Objects.requireNonNull(output, "output");
      return this;
    }

    /**
     * Sets the smallest face.
     *
     * @param pixels as {@link PipelineBuilder#minFaceSize}; checked when a pipeline is opened
     * @return this builder
     */
    public Builder minFaceSize(int pixels) {
      minFaceSize = pixels;
      return this;
    }

    /**
     * Classifies only faces that can be seen well enough.
     *
     * @param limits as {@link PipelineBuilder#minQuality}: a face of a picture that falls short is
     *     a row without an emotion, on a frame of a video it counts as not found
     * @return this builder
     */
    public Builder minQuality(FaceQuality.Limits limits) {
      minQuality = PipelineSettings.Quality.of(limits);
      return this;
    }

    /**
     * Looks for faces of videos on some frames only.
     *
     * @param n as {@link VideoAnalyzer.Builder#detectEvery}; 1 if not called
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder detectEvery(int n) {
      if (n < 1) {
        throw new IllegalArgumentException("faces must be looked for every 1 or more, got " + n);
      }
      detectEvery = n;
      return this;
    }

    /**
     * Counts what {@link SparkAnalyzer#analyze} does.
     *
     * @param counts where; of the same session
     * @return this builder
     */
    public Builder metrics(FaceMetrics counts) {
      metrics = Objects.requireNonNull(counts, "counts");
      return this;
    }

    /**
     * Makes the analyzer; nothing is opened yet.
     *
     * @return an analyzer for any number of jobs
     */
    public SparkAnalyzer build() {
      return new SparkAnalyzer(this);
    }
  }
}
