package io.github.deepfer.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A part of a video that a task analyzes: the frames of [start, end).
 *
 * @param video its path
 * @param number of the part, from 0
 * @param start since the video's start
 * @param end null for the last part, which ends where the video does
 */
record VideoSpan(String video, int number, Duration start, @Nullable Duration end) {
  static final StructType SCHEMA =
      new StructType()
          .add("video", DataTypes.StringType, false)
          .add("number", DataTypes.IntegerType, false)
          .add("start", DataTypes.LongType, false)
          .add("end", DataTypes.LongType, true);

  static VideoSpan whole(String video) {
    return new VideoSpan(video, 0, Duration.ZERO, null);
  }

  /**
   * Cuts a video.
   *
   * @param duration what it claims to be; empty for unknown, which leaves it whole
   * @param length of each part but the last
   */
  static List<VideoSpan> cut(String video, Optional<Duration> duration, Duration length) {
    List<VideoSpan> spans = new ArrayList<>();
    Duration start = Duration.ZERO;
    Duration left = duration.orElse(Duration.ZERO);
    for (; left.compareTo(length) > 0; left = left.minus(length)) {
      spans.add(new VideoSpan(video, spans.size(), start, start.plus(length)));
      start = start.plus(length);
    }
    spans.add(new VideoSpan(video, spans.size(), start, null));
    return spans;
  }

  boolean endsBefore(Duration time) {
    return end != null && time.compareTo(end) >= 0;
  }

  Row row() {
    return RowFactory.create(video, number, start.toNanos(), end == null ? null : end.toNanos());
  }

  static VideoSpan of(Row row) {
    return new VideoSpan(
        row.getString(0),
        row.getInt(1),
        Duration.ofNanos(row.getLong(2)),
        row.isNullAt(3) ? null : Duration.ofNanos(row.getLong(3)));
  }
}
