package io.github.deepfer.cli.docs;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.batch.BatchAnalyzer;
import io.github.deepfer.api.batch.BatchResult;
import io.github.deepfer.api.batch.BatchResults;
import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.report.table.FaceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The code of docs/batch.md: what stands between the marks stands there. */
final class BatchExamples {
  private BatchExamples() {}

  static void table(Path folder, Path csv) throws IOException {
    // example table
    try (Pipeline pipeline = Pipeline.builder().threads(1).build();
        Stream<Path> files = Files.list(folder);
        BatchResults<PictureSource> results =
            BatchAnalyzer.builder(pipeline)
                .build()
                .analyze(files.map(PictureSource::of).iterator());
        FaceTable table = FaceTable.csv(csv)) {
      while (results.hasNext()) {
        BatchResult<PictureSource> result = results.next();
        String name = result.source().name();
        if (result instanceof BatchResult.Analyzed<PictureSource> analyzed) {
          table.add(name, analyzed.analysis());
        } else if (result instanceof BatchResult.Failed<PictureSource> failed) {
          table.addError(name, String.valueOf(failed.failure().getMessage()));
        }
      }
    }
    // end
  }
}
