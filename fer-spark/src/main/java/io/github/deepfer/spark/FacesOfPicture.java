package io.github.deepfer.spark;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.batch.BatchResult.Analyzed;
import io.github.deepfer.api.batch.BatchResult.Failed;
import io.github.deepfer.api.batch.PictureSource;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** The function of SQL: one picture, on the thread that computes the row. */
final class FacesOfPicture implements UDF1<byte[], List<Row>> {
  private static final long serialVersionUID = 1;

  private final PipelineSettings settings;

  FacesOfPicture(PipelineSettings settings) {
    this.settings = settings;
  }

  @Override
  public @Nullable List<Row> call(byte @Nullable [] content) {
    if (content == null) {
      return null;
    }
    Pipeline pipeline = ExecutorPipelines.of(settings);
    PictureSource picture = PictureSource.of("picture", content);
    try {
      return FaceRows.of(new Analyzed<>(picture, pipeline.analyze(Image.decode(content))));
    } catch (FerException e) {
      return FaceRows.of(new Failed<>(picture, e));
    }
  }
}
