package io.github.deepfer.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A job for {@code spark-submit}: reads the pictures of a folder and those below it, writes their
 * table as Parquet, and prints how many there were. The output must not exist.
 */
public final class AnalyzePictures {
  private AnalyzePictures() {}

  /**
   * Runs the job.
   *
   * @param args the folder of pictures, and where the table goes
   * @throws IllegalArgumentException if these are not two
   * @throws IOException if the folder cannot be listed, or no picture is in it; nothing is written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "name the folder of pictures and where the table goes: AnalyzePictures FOLDER OUTPUT");
    }
    try (SparkSession spark = SparkSession.builder().appName("DeepFER").getOrCreate()) {
      FaceMetrics metrics = FaceMetrics.register(spark);
      Dataset<Row> pictures = PicturePaths.below(spark, args[0]);
      if (pictures.isEmpty()) {
        throw new IOException(
            args[0]
                + " holds no picture, nor do the folders below it; name a folder of files that end"
                + " in .jpg, .jpeg, .png, .gif, .bmp or .webp");
      }
      // Small tasks: all cores end together, and little is done twice if an executor is lost.
      Dataset<Row> tasks = pictures.repartition(8 * spark.sparkContext().defaultParallelism());
      SparkAnalyzer.builder().metrics(metrics).build().analyze(tasks).write().parquet(args[1]);
      System.out.printf(
          "%d pictures, %d faces, %d that could not be analyzed%n",
          metrics.pictures(), metrics.faces(), metrics.errors());
    }
  }
}
