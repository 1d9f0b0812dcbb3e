package io.github.deepfer.spark;

import io.github.deepfer.api.batch.BatchAnalyzer;
import io.github.deepfer.api.batch.BatchResult;
import io.github.deepfer.api.batch.BatchResults;
import io.github.deepfer.api.batch.PictureSource;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** What a task does: the pictures of its partition, one after the other, to rows. */
final class AnalyzePartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final PipelineSettings settings;
  private final boolean inline;
  private final SerializableConfiguration hadoop;
  private final @Nullable FaceMetrics metrics;

  AnalyzePartition(
      PipelineSettings settings,
      boolean inline,
      SerializableConfiguration hadoop,
      @Nullable FaceMetrics metrics) {
    this.settings = settings;
    this.inline = inline;
    this.hadoop = hadoop;
    this.metrics = metrics;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> pictures) {
    BatchResults<PictureSource> results =
        BatchAnalyzer.builder(ExecutorPipelines.of(settings))
            .threads(1)
            .build()
            .analyze(new Sources(pictures));
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              results.close();
            });
    return new Faces(results);
  }

  private final class Sources implements Iterator<PictureSource> {
    private final Iterator<Row> pictures;
    private final Configuration configuration = hadoop.value();

    Sources(Iterator<Row> pictures) {
      this.pictures = pictures;
    }

    @Override
    public boolean hasNext() {
      return pictures.hasNext();
    }

    @Override
    public PictureSource next() {
      Row picture = pictures.next();
      String path = picture.getString(0);
      return inline
          ? PictureSource.of(path, picture.getAs(1))
          : HadoopPictures.of(path, configuration);
    }
  }

  private final class Faces implements Iterator<Row> {
    private final BatchResults<PictureSource> results;
    private Iterator<Row> rows = Collections.emptyIterator();

    Faces(BatchResults<PictureSource> results) {
      this.results = results;
    }

    /** A picture has at least one row. */
    @Override
    public boolean hasNext() {
      return rows.hasNext() || results.hasNext();
    }

    @Override
    public Row next() {
      if (!rows.hasNext()) {
        BatchResult<PictureSource> result = results.next();
        if (metrics != null) {
          metrics.count(result);
        }
        rows = FaceRows.of(result).iterator();
      }
      return rows.next();
    }
  }
}
