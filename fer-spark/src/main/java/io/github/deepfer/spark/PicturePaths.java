package io.github.deepfer.spark;

import io.github.deepfer.api.batch.PictureSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The pictures of folders, as {@link SparkAnalyzer#analyze} wants them. */
public final class PicturePaths {
  private PicturePaths() {}

  /**
   * Lists the pictures of a folder and of all below it, those with {@link
   * PictureSource#isPictureName} by their names. Unlike Spark's {@code binaryFile} it has empty
   * files, too, which become rows with an error. The driver lists them and holds their paths.
   *
   * @param spark the session
   * @param folder a path of any file system that Hadoop knows
   * @return a row per picture, with the column {@code path}, in the order of the paths; repartition
   *     it into two or three tasks per core or more, so that all cores end together
   * @throws IOException if the folder cannot be listed
   */
  public static Dataset<Row> below(SparkSession spark, String folder) throws IOException {
    Path root = new Path(Objects.requireNonNull(folder, "folder"));
    FileSystem files = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
    List<String> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> each = files.listFiles(root, true);
    while (each.hasNext()) {
      String path = each.next().getPath().toString();
      if (PictureSource.isPictureName(path)) {
        found.add(path);
      }
    }
    found.sort(null);
    return spark.createDataset(found, Encoders.STRING()).toDF("path");
  }
}
