package io.github.deepfer.spark;

import io.github.deepfer.api.batch.BatchResult;
import io.github.deepfer.api.batch.BatchResult.Analyzed;
import io.github.deepfer.api.video.TrackedFrame;
import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * What a job has done so far, as Spark's accumulators, which its page shows too. A task that is run
 * again, after a failure or because a result is computed twice, counts again: the table is exact,
 * these are for watching.
 */
public final class FaceMetrics implements Serializable {
  private static final long serialVersionUID = 1;

  /** Analyzed or not. */
  private final LongAccumulator pictures;

  /** Found on all of them. */
  private final LongAccumulator faces;

  /** Pictures that could not be analyzed. */
  private final LongAccumulator errors;

  private FaceMetrics(SparkSession spark) {
    pictures = spark.sparkContext().longAccumulator("deepfer.pictures");
    faces = spark.sparkContext().longAccumulator("deepfer.faces");
    errors = spark.sparkContext().longAccumulator("deepfer.errors");
  }

  /**
   * Registers accumulators that begin at 0.
   *
   * @param spark the session whose jobs are counted
   * @return them
   */
  public static FaceMetrics register(SparkSession spark) {
    return new FaceMetrics(Objects.requireNonNull(spark, "spark"));
  }

  void count(BatchResult<?> result) {
    pictures.add(1);
    if (result instanceof Analyzed<?> analyzed) {
      faces.add(analyzed.analysis().faces().size());
    } else {
      errors.add(1);
    }
  }

  /** A frame of a video is a picture here. */
  void count(TrackedFrame frame) {
    pictures.add(1);
    faces.add(frame.faces().size());
  }

  void countError() {
    errors.add(1);
  }

  /**
   * How many pictures and frames of videos were worked on, pictures with an error included. Known
   * on the driver.
   *
   * @return 0 or more
   */
  public long pictures() {
    return pictures.value();
  }

  /**
   * How many faces were found. Known on the driver.
   *
   * @return 0 or more
   */
  public long faces() {
    return faces.value();
  }

  /**
   * How many pictures and spans of videos could not be analyzed. Known on the driver.
   *
   * @return 0 or more
   */
  public long errors() {
    return errors.value();
  }
}
