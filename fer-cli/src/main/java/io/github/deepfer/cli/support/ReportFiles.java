package io.github.deepfer.cli.support;

import io.github.deepfer.report.chart.Charts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that the end of the work is written to. Whether they can be written shows before it starts;
 * one that fails is reported and leaves the others.
 */
public final class ReportFiles implements AutoCloseable {
  /** Makes what a file holds. */
  @FunctionalInterface
  public interface Content {
    /**
     * Makes it.
     *
     * @return the bytes
     * @throws IOException if it cannot be made
     */
    byte[] make() throws IOException;
  }

  private final Consumer<String> problems;
  private final Map<Path, OutputFile> open = new LinkedHashMap<>();
  private boolean failed;

  /**
   * Starts without a file.
   *
   * @param problems gets a sentence for each file that fails
   */
  public ReportFiles(Consumer<String> problems) {
    this.problems = problems;
  }

  /**
   * Holds a file's place.
   *
   * @param file the file; null for none
   */
  public void open(@Nullable Path file) {
    if (file == null) {
      return;
    }
    try {
      open.put(file, OutputFile.open(file));
    } catch (IOException | RuntimeException e) {
      fail(Text.cannotWrite(file, e));
    }
  }

  /**
   * Holds the place of a chart, if this Java can draw one.
   *
   * @param file the file; null for none
   */
  public void openChart(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Display.doWithout();
    Optional<String> problem = Charts.problem();
    if (problem.isPresent()) {
      fail(file + " cannot be written: " + problem.get());
      return;
    }
    Charts.textProblem().ifPresent(problems);
    open(file);
  }

  /**
   * Writes a file.
   *
   * @param file one that was to be opened; null for none
   * @param content what it holds; not asked for if the file could not be opened
   */
  public void write(@Nullable Path file, Content content) {
    OutputFile target = file == null ? null : open.get(file);
    if (file == null || target == null) {
      return;
    }
    try {
      target.write(content.make());
    } catch (IOException | RuntimeException e) {
      fail(Text.cannotWrite(file, e));
    }
  }

  private void fail(String sentence) {
    failed = true;
    problems.accept(sentence);
  }

  /**
   * Whether a file is not there, or not whole.
   *
   * @return true if one failed
   */
  public boolean failed() {
    return failed;
  }

  /** Removes what was opened and not written. */
  @Override
  public void close() {
    for (Map.Entry<Path, OutputFile> each : open.entrySet()) {
      try {
        each.getValue().close();
      } catch (IOException e) {
        fail(Text.cannotWrite(each.getKey(), e));
      }
    }
    open.clear();
  }
}
