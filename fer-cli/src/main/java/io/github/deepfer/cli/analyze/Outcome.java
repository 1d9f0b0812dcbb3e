package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.report.table.FaceTable;
import java.io.IOException;
import java.util.List;

/** What became of one input. */
sealed interface Outcome {
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
