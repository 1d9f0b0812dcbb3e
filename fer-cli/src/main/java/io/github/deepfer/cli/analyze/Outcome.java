package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.batch.BatchResult;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.report.table.FaceTable;
import java.io.IOException;
import java.util.List;

/** What became of one input. */
sealed interface Outcome {
  static Outcome of(BatchResult<PictureJob> result) {
    PictureJob job = result.source();
    if (result instanceof BatchResult.Analyzed<PictureJob> analyzed) {
      return new Analyzed(job.input(), analyzed.analysis(), job.problems());
    }
    String error = Failures.message(((BatchResult.Failed<PictureJob>) result).failure());
    // A bug or a lack of memory does not know which picture it was.
    return new Failed(job.input(), error.contains(job.name()) ? error : job.name() + ": " + error);
  }

  /** The input as the user named it. */
  String image();

  /** What went wrong, a sentence each. */
  List<String> problems();

  /** Writes its rows. */
  void writeTo(FaceTable table) throws IOException;

  /**
   * The faces are known; the problems are those of writing the annotated picture.
   *
   * @param image the input
   * @param analysis its faces
   * @param problems none, or why the annotated picture is missing
   */
  record Analyzed(String image, Analysis analysis, List<String> problems) implements Outcome {
    @Override
    public void writeTo(FaceTable table) throws IOException {
      table.add(image, analysis);
    }
  }

  /**
   * The faces are not known.
   *
   * @param image the input
   * @param error why
   */
  record Failed(String image, String error) implements Outcome {
    @Override
    public List<String> problems() {
      return List.of(error);
    }

    @Override
    public void writeTo(FaceTable table) throws IOException {
      table.addError(image, error);
    }
  }
}
