package io.github.deepfer.cli.support;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files that grow with the work. One that fails is reported and left; the others go on.
 *
 * @param <T> what writes a file
 */
public final class Outputs<T extends Closeable> implements AutoCloseable {
  /**
   * Opens a file, whose directories exist.
   *
   * @param <T> what writes it
   */
  @FunctionalInterface
  public interface Opening<T> {
    /**
     * Opens it.
     *
     * @param file the file
     * @return what writes it
     * @throws IOException if it cannot be written
     */
    T open(Path file) throws IOException;
  }

  /**
   * A step of the work.
   *
   * @param <T> what writes a file
   */
  @FunctionalInterface
  public interface Step<T> {
    /**
     * Writes it.
     *
     * @param output where to
     * @throws IOException if it cannot be written
     */
    void take(T output) throws IOException;
  }

  private record Open<T>(Path file, T output) {}

  private final Consumer<String> problems;
  private final List<Open<T>> open = new ArrayList<>();
  private boolean failed;

  /**
   * Starts without a file.
   *
   * @param problems gets a sentence for each file that fails
   */
  public Outputs(Consumer<String> problems) {
    this.problems = problems;
  }

  /**
   * Opens a file, and creates its directories.
   *
   * @param file the file; null for none
   * @param opening opens it
   */
  public void open(@Nullable Path file, Opening<T> opening) {
    if (file == null) {
      return;
    }
    try {
      OutputFile.createParents(file);
      open.add(new Open<>(file, opening.open(file)));
    } catch (IOException | RuntimeException e) {
      fail(file, e);
    }
  }

  /**
   * Takes a step with each file.
   *
   * @param step the step
   */
  public void each(Step<? super T> step) {
    for (Iterator<Open<T>> left = open.iterator(); left.hasNext(); ) {
      Open<T> each = left.next();
      if (!succeeds(each, step)) {
        left.remove();
        succeeds(each, Closeable::close);
      }
    }
  }

  /**
   * Whether there are files, and all are so.
   *
   * @param condition what they are
   * @return false if there is none
   */
  public boolean all(Predicate<? super T> condition) {
    return !open.isEmpty() && open.stream().allMatch(each -> condition.test(each.output()));
  }

  /** Closes the files; what fails then counts. */
  public void finish() {
    open.forEach(each -> succeeds(each, Closeable::close));
    open.clear();
  }

  /**
   * Whether a file is not there, or not whole.
   *
   * @return true if one failed
   */
  public boolean failed() {
    return failed;
  }

  private boolean succeeds(Open<T> each, Step<? super T> step) {
    try {
      step.take(each.output());
      return true;
    } catch (IOException | RuntimeException e) {
      fail(each.file(), e);
      return false;
    }
  }

  private void fail(Path file, Exception failure) {
    failed = true;
    problems.accept(Text.cannotWrite(file, failure));
  }

  @Override
  public void close() {
    finish();
  }
}
