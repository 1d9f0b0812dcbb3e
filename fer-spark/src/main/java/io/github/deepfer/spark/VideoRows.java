package io.github.deepfer.spark;

import io.github.deepfer.report.table.TrackColumn;
import io.github.deepfer.report.table.TrackRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The table of videos as Spark has it: the columns of {@link TrackColumn} and three more. */
final class VideoRows {
  static final StructType SCHEMA = schema();

  private VideoRows() {}

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add("video", DataTypes.StringType, false)
            .add("span", DataTypes.IntegerType, false);
    for (TrackColumn column : TrackColumn.values()) {
      schema = schema.add(column.label(), FaceRows.type(column.type()), true);
    }
    return schema.add("error", DataTypes.StringType, true);
  }

  static Row of(VideoSpan span, TrackRow row) {
    return row(span, row, null);
  }

  static Row ofError(VideoSpan span, String error) {
    return row(span, null, error);
  }

  private static Row row(VideoSpan span, @Nullable TrackRow row, @Nullable String error) {
    List<@Nullable Object> fields = new ArrayList<>(List.of(span.video(), span.number()));
    for (TrackColumn column : TrackColumn.values()) {
      fields.add(row == null ? null : column.value(row));
    }
    fields.add(error);
    return RowFactory.create(fields.toArray());
  }
}
