package io.github.deepfer.cli.summarize;

import io.github.deepfer.report.FaceRecord;
import io.github.deepfer.report.FaceSummary;
import java.nio.file.Path;
import java.util.SortedMap;

/** What a table says, in all and by folder. */
final class TableSummary {
  private final Path table;
  private final FaceSummary all = new FaceSummary();
  private final FaceSummary.ByFolder folders = new FaceSummary.ByFolder();

  TableSummary(Path table) {
    this.table = table;
  }

  void add(FaceRecord row) {
    all.add(row);
    folders.add(row);
  }

  Path table() {
    return table;
  }

  FaceSummary all() {
    return all;
  }

  SortedMap<String, FaceSummary> folders() {
    return folders.folders();
  }
}
