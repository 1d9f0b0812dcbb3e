package io.github.deepfer.benchmarks.peers;

import io.github.deepfer.api.Box;
import io.github.deepfer.benchmarks.TemporaryFolder;
import io.github.deepfer.benchmarks.Turns.Work;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;

/** A process of peers.py, which waits while others have their turn. Not thread-safe. */
final class Python implements AutoCloseable {
  /**
   * Lets glibc keep what a frame leaves. Untold, it gives a picture's pixels back to the system
   * after each frame and gets them again for the next, page by page, which makes Python a third
   * slower.
   */
  private static final Map<String, String> KEEP_MEMORY =
      Map.of("MALLOC_TRIM_THRESHOLD_", "268435456", "MALLOC_MMAP_THRESHOLD_", "134217728");

  private final String script =
      System.getProperty("peers.script", "fer-benchmarks/src/main/python/peers.py");
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private Python(String python, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(python, script, folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    KEEP_MEMORY.forEach(builder.environment()::putIfAbsent);
    process = builder.start();
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one on the files of a folder if the arguments of a program name a Python. */
  static @Nullable Python start(String[] args, TemporaryFolder folder) throws IOException {
    return args.length == 0 ? null : new Python(args[0], folder.path());
  }

  /** Work as peers.py describes it, or null if this Python cannot do it. */
  static @Nullable Work work(@Nullable Python python, int workers, int threads, String work) {
    if (python == null || python.ask("time 1 " + workers + " " + threads + " " + work).isEmpty()) {
      return null;
    }
    return calls ->
        Long.parseLong(python.ask("time " + calls + " " + workers + " " + threads + " " + work));
  }

  /** The faces that a frame's work finds. */
  List<Box> faces(String work) {
    List<Box> faces = new ArrayList<>();
    try (Scanner numbers = new Scanner(ask("faces " + work))) {
      while (numbers.hasNextInt()) {
        faces.add(
            new Box(numbers.nextInt(), numbers.nextInt(), numbers.nextInt(), numbers.nextInt()));
      }
    }
    return faces;
  }

  private String ask(String question) {
    try {
      questions.write(question);
      questions.newLine();
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(script + " ended; see its output above");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(script + " ended; see its output above", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
