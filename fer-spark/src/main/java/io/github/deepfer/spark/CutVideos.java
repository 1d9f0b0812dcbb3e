package io.github.deepfer.spark;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.MediaException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Cuts a video by the length that it claims; one that cannot be read stays whole. */
final class CutVideos implements FlatMapFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final Duration length;
  private final SerializableConfiguration hadoop;

  CutVideos(Duration length, SerializableConfiguration hadoop) {
    this.length = length;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Row> call(Row row) {
    String name = row.getString(0);
    List<VideoSpan> spans;
    try (LocalVideo video = LocalVideo.open(name, hadoop.value())) {
      spans = VideoSpan.cut(name, video.reader().duration(), length);
    } catch (IOException | MediaException | ImageException e) {
      spans = List.of(VideoSpan.whole(name));
    }
    return spans.stream().map(VideoSpan::row).iterator();
  }
}
