package io.github.deepfer.spark;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.batch.BatchResult;
import io.github.deepfer.api.batch.BatchResult.Analyzed;
import io.github.deepfer.api.batch.BatchResult.Failed;
import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.report.table.FaceColumn;
import io.github.deepfer.report.table.FaceRow;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table of faces as Spark has it: the columns of {@link FaceColumn}, by their names. */
final class FaceRows {
  static final StructType SCHEMA = schema();

  private FaceRows() {}

  private static StructType schema() {
    StructType schema = new StructType();
    for (FaceColumn column : FaceColumn.values()) {
      schema = schema.add(column.label(), type(column.type()), column != FaceColumn.IMAGE);
    }
    return schema;
  }

  static DataType type(FaceColumn.Type type) {
    return switch (type) {
      case TEXT -> DataTypes.StringType;
      case INTEGER -> DataTypes.IntegerType;
      case REAL -> DataTypes.DoubleType;
    };
  }

  static List<Row> of(BatchResult<? extends PictureSource> result) {
    String name = result.source().name();
    List<FaceRow> rows =
        result instanceof Analyzed<?> analyzed
            ? FaceRow.of(name, analyzed.analysis())
            : List.of(FaceRow.ofError(name, reason(((Failed<?>) result).failure())));
    return rows.stream().map(FaceRows::row).toList();
  }

  private static Row row(FaceRow row) {
    return RowFactory.create(
        Arrays.stream(FaceColumn.values()).map(column -> column.value(row)).toArray());
  }

  /** The {@code error} of a row. */
  static String reason(Throwable failure) {
    String message = failure.getMessage();
    return failure instanceof FerException && message != null ? message : failure.toString();
  }
}
